using System.Globalization;

/// <summary>
/// Loaded into the program itself (DOTNET_STARTUP_HOOKS). STREAMS_TEST_ENDS_AT names records, <c>decode:source:offset</c> or
/// <c>step:source:offset</c>, that end the process, the one by a fast failure, the other by overflowing its stack.
/// STREAMS_TEST_HANGS_AT names one at which it stands still as long as the file STREAMS_TEST_HANGS_WHILE is there, and
/// STREAMS_TEST_MAX_POLL the seconds after which the group would miss a member that does not ask.
/// </summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        if (Setting("MAX_POLL") is { } seconds)
            AppContext.SetData("Streams.MaxPollInterval", TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture)));
        var ends = (Setting("ENDS_AT") ?? "").Split(',').ToHashSet();
        var (hangs, file) = (Setting("HANGS_AT"), Setting("HANGS_WHILE"));
        AppContext.SetData("Streams.Stepping", (Action<string, int, long>)((what, source, offset) =>
        {
            var here = Place(what, source, offset);
            while (here == hangs && File.Exists(file)) Thread.Sleep(50);
            if (!ends.Contains(here)) return;
            if (what == "decode") Environment.FailFast("a planted record");
            Overflow(0);
        }));
    }

    /// <param name="what">What is done with it.</param>
    /// <param name="place">As in <c>okta/0/17</c>.</param>
    public static string Point(string what, string place)
    {
        var parts = place.Split('/');
        var partition = new Streams.Runtime.Logs.Partition(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture));
        return Place(what, Streams.Runtime.Ingest.SourcePartition.Of(partition).Id, long.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    private static string Place(string what, int source, long offset) =>
        string.Create(CultureInfo.InvariantCulture, $"{what}:{source}:{offset}");

    private static string? Setting(string name) => Environment.GetEnvironmentVariable("STREAMS_TEST_" + name);

    private static int Overflow(int depth) => Overflow(depth + 1) + depth;
}
