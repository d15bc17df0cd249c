using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Streams.Cli.Service;

namespace Streams.Cli.Tests.Service;

public sealed class LogTests
{
    [Fact]
    public void A_line_is_one_json_object_with_ecs_names()
    {
        var json = Ecs(log => ServiceLog.SinkRetries(log, "elasticsearch", 1.5, "429\r\n\u001b[31m"));
        json["log.level"]!.GetValue<string>().ShouldBe("warn");
        json["@timestamp"]!.GetValue<string>().ShouldBe("2026-03-01T09:30:00.000Z");
        json["event.dataset"]!.GetValue<string>().ShouldBe("streams.log");
        json["event.action"]!.GetValue<string>().ShouldBe("SinkRetries");
        json["streams"]!["sink"]!.GetValue<string>().ShouldBe("elasticsearch");
        json["streams"]!["seconds"]!.GetValue<double>().ShouldBe(1.5);
        json["message"]!.GetValue<string>().ShouldStartWith("Sink elasticsearch does not take documents");
    }

    [Fact]
    public void An_error_and_a_trace_come_with_it()
    {
        using var activity = new Activity("step").SetIdFormat(ActivityIdFormat.W3C).Start();
        var json = Ecs(log => ServiceLog.ActorFailed(log, "shard-3", 2, new InvalidOperationException("boom")));
        json["error.type"]!.GetValue<string>().ShouldBe("System.InvalidOperationException");
        json["error.message"]!.GetValue<string>().ShouldBe("boom");
        json["trace.id"]!.GetValue<string>().ShouldBe(activity.TraceId.ToHexString());
    }

    [Fact]
    public void A_line_for_a_person_moves_no_cursor()
    {
        var text = Written(new TextFormatter(new FixedTime()), log =>
            ServiceLog.KafkaError(log, "bad\r\n\u001b[2Jname"));
        text.ShouldBe("2026-03-01 09:30:00.000 error Kafka: bad···[2Jname\n");
    }

    [Fact]
    public void An_error_with_every_record_is_said_once_an_interval()
    {
        var time = new FixedTime();
        var rate = new LogRate(time, TimeSpan.FromSeconds(10));
        rate.Allows("a", out _).ShouldBeTrue();
        for (var i = 0; i < 5; i++) rate.Allows("a", out _).ShouldBeFalse();
        rate.Allows("b", out _).ShouldBeTrue();
        time.Pass(TimeSpan.FromSeconds(11));
        rate.Allows("a", out var unsaid).ShouldBeTrue();
        unsaid.ShouldBe(5);
    }

    private static JsonNode Ecs(Action<ILogger> say)
    {
        var line = Written(new EcsFormatter(new FixedTime()), say);
        line.TrimEnd('\n').ShouldNotContain("\n");
        return JsonNode.Parse(line)!;
    }

    private static string Written(ConsoleFormatter formatter, Action<ILogger> say)
    {
        var logger = new FormattingLogger(formatter);
        say(logger);
        return logger.Text.ToString();
    }

    private sealed class FormattingLogger(ConsoleFormatter formatter) : ILogger
    {
        public StringWriter Text { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState,
            Exception?, string> say) =>
            formatter.Write(new LogEntry<TState>(logLevel, "Streams.Test", eventId, state, exception, say), null, Text);
    }

    private sealed class FixedTime : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 3, 1, 9, 30, 0, TimeSpan.Zero);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time) => _now += time;

        public override DateTimeOffset GetUtcNow() => _now;

        public override long GetTimestamp() => _now.UtcTicks;
    }
}
