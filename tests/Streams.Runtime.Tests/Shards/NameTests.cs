using System.Text;
using Streams.Core.Activities;
using Streams.Runtime.Shards;

namespace Streams.Runtime.Tests.Shards;

public sealed class NameTests
{
    private static readonly Key128 Ana = Key128.Of("ana@corp.example");
    private readonly NameStage _names = new();

    [Fact]
    public void Names_are_a_set_in_ordinal_order()
    {
        foreach (var name in new[] { "CORP\\ana", "ana", "CORP\\ana" }) Add(_names, name);
        _names.Of(Ana).ShouldBe(["CORP\\ana", "ana"]);
        _names.Of(Key128.Of("nobody")).ShouldBeEmpty();
    }

    [Fact]
    public void The_smallest_are_kept_in_whatever_order_they_come()
    {
        var backwards = new NameStage();
        for (var i = 0; i < 100; i++) Add(_names, $"n{i:d3}");
        for (var i = 99; i >= 0; i--) Add(backwards, $"n{i:d3}");
        _names.Of(Ana).Count.ShouldBe(64);
        _names.Of(Ana).ShouldBe(backwards.Of(Ana));
        _names.Of(Ana).Last().ShouldBe("n063");
    }

    [Fact]
    public void What_was_saved_comes_back_and_only_changes_are_saved_again()
    {
        Add(_names, "ana");
        var (account, payload) = _names.SaveChanged().ToList().ShouldHaveSingleItem();
        _names.SaveChanged().ShouldBeEmpty();
        Add(_names, "ana");
        _names.SaveChanged().ShouldBeEmpty();

        var back = new NameStage();
        back.Load(account, payload);
        back.Of(Ana).ShouldBe(["ana"]);
        back.SaveChanged().ToList().ShouldHaveSingleItem("a new owner writes everything under its own epoch");
    }

    private static void Add(NameStage names, string name) => names.Add(Ana, Encoding.UTF8.GetBytes(name));
}
