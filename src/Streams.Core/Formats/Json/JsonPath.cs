using System.Text;

namespace Streams.Core.Formats;

/// <summary>
/// One segment of a field path: <c>actor</c>, <c>'log.logger'</c> (a literal key with dots), <c>target[type=User]</c>,
/// <c>ipChain[0]</c>.
/// </summary>
internal readonly record struct JsonSegment(string Name, string? FilterKey, string? FilterValue, int Index)
{
    public byte[] NameBytes => Encoding.UTF8.GetBytes(Name);

    public bool PicksElement => FilterKey is not null || Index >= 0;

    /// <summary>Takes the first segment off the path.</summary>
    public static JsonSegment Next(ref string path)
    {
        string name;
        var at = 0;
        if (path.StartsWith('\''))
        {
            at = path.IndexOf('\'', 1) + 1;
            name = path[1..(at - 1)];
        }
        else
        {
            while (at < path.Length && path[at] is not ('.' or '[')) at++;
            name = path[..at];
        }

        string? key = null, value = null;
        var index = -1;
        if (at < path.Length && path[at] == '[')
        {
            var close = path.IndexOf(']', at);
            var filter = path[(at + 1)..close];
            var equals = filter.IndexOf('=');
            if (equals > 0) (key, value) = (filter[..equals], filter[(equals + 1)..]);
            else index = int.Parse(filter, System.Globalization.CultureInfo.InvariantCulture);
            at = close + 1;
        }

        path = at < path.Length ? path[(at + 1)..] : "";
        return new JsonSegment(name, key, value, index);
    }
}
