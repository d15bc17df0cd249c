using System.Buffers;
using System.Collections.Immutable;
using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Rings;
using Streams.Core.Scoring;

namespace Streams.Core.Tests.Scoring;

public class FactCodecTests
{
    private static readonly ImmutableArray<Finding> Findings =
    [
        Some.Finding(Some.D11) with { LevelFloor = "high", Counterparts = ["bob"], Count = 3, LastTime = Some.At(4),
            Prevention = "é\u0000😀" },
        Some.Finding(Some.D03) with { ReviewOnly = true, PagesAlone = true, Evidence = [], Facts = [],
            Claims = [new Claim(1, 0.5, 2, 4.5)] },
    ];

    private static DeviceUses Uses(int count) => DeviceUses.Of(
        [.. Enumerable.Range(0, count).Select(i => DeviceUses.UseAt(Some.At(i), IpAddress.Parse("203.0.113.7")))]);

    [Fact]
    public void A_sighting_comes_back()
    {
        var seen = Some.Sticky("ana") with
        {
            Managed = true,
            SharedHost = true,
            RadiusKm = 20,
            LastIp = IpAddress.Parse("2001:db8::1"),
            Uses = Uses(3),
        };
        FactCodec.ReadSighting(Bytes(into => FactCodec.Write(into, seen))).ShouldBe(seen);
        var bare = Some.Seen("bob") with { FirstEvidence = default, NeverAtHome = null, Withdrawn = true };
        FactCodec.ReadSighting(Bytes(into => FactCodec.Write(into, bare))).ShouldBe(bare);
    }

    [Fact]
    public void Read_for_the_artefact_that_knows_the_account_a_sighting_adds_up_to_the_same()
    {
        var first = Some.Sticky("ana") with { Version = 1, Uses = Uses(3) };
        Sighting[] later =
        [
            first with { Version = 2, FirstEvidence = default, Last = Some.At(9) },
            first with { Version = 3, FirstEvidence = default, StickyFrom = Some.At(8), Value = "another" },
            first with { Version = 0, FirstEvidence = default },
            first with { Version = 4, Value = "", AccountName = "Änä" },
            first with { Version = 5, FirstEvidence = default, Uses = Uses(4) },
            first with { Version = 0, FirstEvidence = default, Uses = Uses(2) },
        ];
        foreach (var next in later)
        {
            var bytes = Bytes(into => FactCodec.Write(into, next));
            var (plain, hinted) = (ArtefactState.From(first.Artefact, false, [first]), ArtefactState.From(first.Artefact, false, [first]));
            plain.Apply(FactCodec.ReadSighting(bytes));
            hinted.Apply(FactCodec.ReadSighting(bytes, hinted));
            hinted.Sightings.ShouldBe(plain.Sightings);
            hinted.Sightings.Single().FirstEvidence.ShouldBe(plain.Sightings.Single().FirstEvidence);
        }
    }

    [Fact]
    public void An_artefact_comes_back_and_says_the_same()
    {
        var state = new ArtefactState(Key128.Of("laptop-1"));
        for (var i = 0; i < 40; i++) state.Apply(Some.Seen("user" + i) with { Uses = Uses(i) });
        var bytes = Bytes(into => FactCodec.Write(into, state));
        var back = FactCodec.ReadArtefact(bytes);
        back.IsCapped.ShouldBeTrue();
        back.Sightings.ShouldBe(state.Sightings);
        Bytes(into => FactCodec.Write(into, back)).ShouldBe(bytes);
    }

    [Fact]
    public void An_edge_comes_back()
    {
        var edge = Some.Judge([Some.Sticky("ana", null), Some.Sticky("bob", true)]).Edge with { Version = 9 };
        edge.Members.Length.ShouldBe(2);
        FactCodec.ReadEdge(Bytes(into => FactCodec.Write(into, edge))).ShouldBe(edge);
    }

    [Fact]
    public void A_ring_comes_back_and_so_does_none()
    {
        var ring = new RingFact
        {
            Id = "r-1",
            Timeline = [new RingMoment(1, 75.2), new RingMoment(2, 0)],
            PageTime = 5,
            Version = 3
        };
        FactCodec.ReadRing(Bytes(into => FactCodec.Write(into, ring))).ShouldBe(ring);
        FactCodec.ReadRing(Bytes(into => FactCodec.Write(into, (RingFact?)null))).ShouldBeNull();
    }

    [Fact]
    public void Findings_come_back_with_their_rules()
    {
        var bytes = Bytes(into => FactCodec.Write(into, Findings));
        var back = FactCodec.ReadFindings(bytes, RuleOf);
        Bytes(into => FactCodec.Write(into, back)).ShouldBe(bytes);
        back[0].Rule.ShouldBeSameAs(Some.D11);
        back[0].Evidence.ShouldBe(Findings[0].Evidence);
        back[0].Claims.ShouldBe(Findings[0].Claims);
        back[1].ReviewOnly.ShouldBeTrue();
        Should.Throw<FormatException>(() => FactCodec.ReadFindings(bytes, _ => null)).Message.ShouldContain("D11");
    }

    [Fact]
    public void A_members_own_points_come_back()
    {
        var own = OwnFact.From(Key128.Of("ana"), [Some.Finding(Some.D11), Some.Finding(Some.D03, day: 4)], 7);
        FactCodec.ReadOwn(Bytes(into => FactCodec.Write(into, own))).ShouldBe(own);
    }

    [Fact]
    public void Bytes_cut_short_or_of_another_kind_or_version_are_refused()
    {
        var bytes = Bytes(into => FactCodec.Write(into, Findings));
        for (var length = 0; length < bytes.Length; length++)
            Should.Throw<FormatException>(() => FactCodec.ReadFindings(bytes.AsSpan(0, length), RuleOf));
        Should.Throw<FormatException>(() => FactCodec.ReadEdge(bytes));
        bytes[0]++;
        Should.Throw<FormatException>(() => FactCodec.ReadFindings(bytes, RuleOf));
    }

    [Fact]
    public void A_count_that_lies_allocates_nothing() =>
        Should.Throw<FormatException>(() =>
            FactCodec.ReadFindings([FactCodec.Version, 4, 0xFF, 0xFF, 0xFF, 0xFF, 0x07], RuleOf));

    private static Rule? RuleOf(string id) => new[] { Some.D11, Some.D03 }.FirstOrDefault(rule => rule.Id == id);

    private static byte[] Bytes(Action<IBufferWriter<byte>> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        write(buffer);
        return buffer.WrittenSpan.ToArray();
    }
}
