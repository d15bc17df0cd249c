using System.CommandLine;
using Streams.Cli.Inputs;
using Streams.Core.Activities;
using Streams.Core.Enrichment;
using Streams.Core.Formats;
using Streams.Files;

namespace Streams.Cli.Commands;

/// <summary>
/// <c>decode PATH…</c>: how each record is understood, one JSON object a line; the tool for bringing a new source on.
/// </summary>
internal static class DecodeCommand
{
    public static Command Create()
    {
        var inputs = new InputOptions();
        var dedupe = new Option<bool>("--dedupe") { Description = "Also say which records are copies of an earlier one" };
        var command = new Command("decode", "Show how each record is understood, one JSON object a line");
        inputs.AddTo(command);
        command.Options.Add(dedupe);
        command.SetAction((parse, cancel) => Task.FromResult(Run(parse, inputs, parse.GetValue(dedupe), cancel)));
        return command;
    }

    private static int Run(ParseResult parse, InputOptions options, bool dedupe, CancellationToken cancel)
    {
        var problems = new List<string>();
        var inputs = options.Read(parse, DateTimeOffset.UtcNow, problems);
        var files = LogFiles.Find(parse.GetValue(options.Paths) ?? []);
        Report.Missing(files, problems);
        if (Report.Problems(problems)) return ExitCode.Usage;

        try
        {
            using var output = new BufferedStream(System.Console.OpenStandardOutput(), 1 << 16);
            using var quarantine = inputs.Quarantine is null ? null : new QuarantineWriter(File.Create(inputs.Quarantine));
            using var sink = new DecodeSink(output, inputs, dedupe, quarantine);
            foreach (var file in files.Where(f => f.IsReadable))
                foreach (var part in LogParts.Open(file))
                    using (part) sink.Read(part, cancel);
            return sink.IsComplete ? ExitCode.Fine : ExitCode.Failed;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            System.Console.Error.WriteLine($"streams: {e.Message}");
            return ExitCode.Failed;
        }
    }

    private sealed class DecodeSink(Stream output, Inputs.Inputs inputs, bool dedupe, QuarantineWriter? quarantine)
        : IDecodeSink, IDisposable
    {
        private readonly DecodeLine _line = new(output);
        private readonly Decoder _decoder = new();
        private readonly Enricher _enricher = new(inputs.Tables);
        private readonly AccountResolver _resolver = new(inputs.Tables);
        private readonly HashSet<Key128> _seen = [];
        private string _path = "";
        private uint _record;

        /// <summary>False where a file or an entry of an archive could not be opened.</summary>
        public bool IsComplete { get; private set; } = true;

        public void Read(LogPart part, CancellationToken cancel)
        {
            _path = part.Path;
            if (part.Stream is null)
            {
                System.Console.Error.WriteLine($"streams: {(part.IsSkipped ? $"left out {_path}: " : "")}{part.Problem}");
                if (part.IsSkipped) return;
                IsComplete = false;
                quarantine?.Write(_path, 0, 0, part.Problem ?? "cannot be read", default);
                _line.Write(_path, 0, 0, "quarantined", part.Problem, null, null, null);
                return;
            }

            var settings = inputs.Sources.For(_path);
            using var reader = new RecordReader(part.Stream);
            while (reader.Read(out var record, out _record, out var problem))
            {
                cancel.ThrowIfCancellationRequested();
                if (problem is null)
                {
                    _decoder.Decode(record.Array!, record.Offset, record.Count, settings, this);
                    continue;
                }

                quarantine?.Write(_path, _record, 0, problem, record);
                _line.Write(_path, _record, 0, "quarantined", problem, null, null, null);
            }
        }

        public void Record(in DecodeResult result, Activity activity, in RawRecord raw, int part)
        {
            if (result.Status is not (DecodeStatus.Decoded or DecodeStatus.Ignored))
            {
                quarantine?.Write(_path, _record, (ushort)part, result.Reason ?? "unknown format", raw.Span);
                _line.Write(_path, _record, part, "quarantined", result.Reason, null, null, null);
                return;
            }

            _enricher.Enrich(activity);
            var format = FormatCatalogue.NameOf(activity.Format);
            var view = new SourceSettingsView(format, raw.Source.Domain);
            _resolver.Learn(activity, view);
            var account = _resolver.Resolve(activity, view);
            var status = result.Status == DecodeStatus.Decoded ? "decoded" : "ignored";
            if (dedupe && !_seen.Add(activity.EventKey)) status = "duplicate";
            _line.Write(_path, _record, part, status, null, format, activity, account.IsNone ? null : _resolver.NameOf(account));
        }

        public void Dispose() => _line.Dispose();
    }
}
