using System.Reflection;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Streams.Kafka;

/// <summary>The native library behind the client: the package's own where there is one, else the system's.</summary>
public static class KafkaNative
{
    private static readonly Lock Gate = new();
    private static bool _isLoaded;

    /// <exception cref="KafkaDeploymentException">There is none; the message says how to get it.</exception>
    public static void Load()
    {
        lock (Gate)
        {
            if (_isLoaded) return;
            NativeLibrary.SetDllImportResolver(typeof(Message<,>).Assembly, Resolve);
            try
            {
                if (!Library.IsLoaded) Library.Load();
            }
            catch (Exception e) when (e is DllNotFoundException or InvalidOperationException)
            {
                throw new KafkaDeploymentException(
                    $"the native Kafka library is missing ({e.Message}): on Debian, apt-get install librdkafka1");
            }

            _isLoaded = true;
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (!name.Contains("librdkafka", StringComparison.Ordinal)) return 0;
        if (NativeLibrary.TryLoad(name, assembly, path, out var own)) return own;
        return NativeLibrary.TryLoad("librdkafka.so.1", out var system) ? system : 0;
    }
}
