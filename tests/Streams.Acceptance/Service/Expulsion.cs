using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Streams.Acceptance.Service;

/// <summary>
/// Takes a static member out of its group behind its back, as an administrator may: until its next heartbeat it takes
/// itself for one. A request of the protocol itself, for the client's library has none for it.
/// </summary>
internal static class Expulsion
{
    private const short LeaveGroup = 13, Version = 3;

    public static void Of(string bootstrap, string group, string instance)
    {
        var body = new List<byte>();
        void Number16(short value) => body.AddRange([(byte)(value >> 8), (byte)value]);
        void Number32(int value)
        {
            Number16((short)(value >> 16));
            Number16((short)value);
        }

        void Text(string text)
        {
            Number16((short)text.Length);
            body.AddRange(Encoding.ASCII.GetBytes(text));
        }

        Number16(LeaveGroup);
        Number16(Version);
        Number32(1);
        Text("test");
        Text(group);
        Number32(1);
        Text("");
        Text(instance);
        var size = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(size, body.Count);

        var place = bootstrap.Split(':');
        using var client = new TcpClient(place[0], int.Parse(place[1], CultureInfo.InvariantCulture));
        using var stream = client.GetStream();
        stream.Write([.. size, .. body]);
        stream.ReadExactly(size);
        var answer = new byte[BinaryPrimitives.ReadInt32BigEndian(size)];
        stream.ReadExactly(answer);
        // Behind the request's number and the throttle time: of the whole; at the end: of the member.
        BinaryPrimitives.ReadInt16BigEndian(answer.AsSpan(8)).ShouldBe((short)0);
        BinaryPrimitives.ReadInt16BigEndian(answer.AsSpan(answer.Length - 2)).ShouldBe((short)0);
    }
}
