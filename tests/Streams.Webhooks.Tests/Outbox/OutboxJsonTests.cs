using System.Text;
using Streams.Webhooks.Outbox;
using Streams.Webhooks.Rendering;
using Streams.Webhooks.Tests.Support;

namespace Streams.Webhooks.Tests.Outbox;

public sealed class OutboxJsonTests
{
    private static readonly OutboxMessage Message = new()
    {
        Destination = "soc",
        MessageId = "m-1",
        State = OutboxState.Held,
        Sequence = 7,
        Created = 1,
        Attempts = 2,
        NotBefore = 3,
        LastError = "status 500",
        Unavailable = true,
        Lines = [AlertLine.Of(Some.Alert()), AlertLine.Of(Some.Ring())],
        Body = [1, 2, 3],
    };

    [Fact]
    public void A_message_survives_its_bytes()
    {
        var read = OutboxJson.Read(OutboxJson.ToBytes(Message));
        read.Lines.ShouldBe(Message.Lines);
        read.Body.ShouldBe(Message.Body);
        (read with { Lines = Message.Lines, Body = Message.Body }).ShouldBe(Message);
        Encoding.UTF8.GetString(OutboxJson.ToBytes(Message)).ShouldContain("\"state\":\"Held\"");
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"destination\":null,\"message_id\":\"m\",\"state\":\"Held\"}")]
    [InlineData("{\"destination\":\"soc\",\"message_id\":\"m\",\"state\":\"Elsewhere\"}")]
    [InlineData("[1]")]
    public void Rejects_what_is_no_message(string json) =>
        Should.Throw<FormatException>(() => OutboxJson.Read(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public async Task Lists_are_in_order_of_destination_and_sequence()
    {
        var outbox = new MemoryOutbox();
        await outbox.PutAsync(Message with { MessageId = "m-3", Sequence = 9 });
        await outbox.PutAsync(Message with { MessageId = "m-2", Sequence = 8 });
        await outbox.PutAsync(Message with { Destination = "a" });
        (await OutboxCommands.ListAsync(outbox)).Select(message => message.MessageId).ShouldBe(["m-1", "m-2", "m-3"]);
        (await OutboxCommands.ListAsync(outbox, OutboxState.Dead)).ShouldBeEmpty();
        (await OutboxCommands.ResendAsync(outbox, null, null)).ShouldBe(0);
    }
}
