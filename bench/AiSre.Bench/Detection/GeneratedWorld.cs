using System.Diagnostics;
using AiSre.Playground;

namespace AiSre.Bench.Detection;

/// <summary>The generated cluster, in a process of its own, so that what is measured is AiSre alone.</summary>
internal sealed class GeneratedWorld : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _client;

    private GeneratedWorld(Process process, string kubeconfig)
    {
        _process = process;
        Kubeconfig = kubeconfig;
        Address = new Uri(File.ReadLines(kubeconfig).First(line => line.Contains("server:", StringComparison.Ordinal)).Split("server:")[1].Trim() + "/");
        _client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(10) };
    }

    public string Kubeconfig { get; }

    public Uri Address { get; }

    public static async Task<GeneratedWorld> StartAsync(string folder, int nodes, int pods, int applications)
    {
        var kubeconfig = Path.Combine(folder, "kubeconfig");
        var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(PlaygroundHost).Assembly.Location, "generated", $"{nodes}", $"{pods}", $"{applications}", kubeconfig, $"{Environment.ProcessId}"]))!;
        for (var i = 0; !File.Exists(kubeconfig); i++)
        {
            if (process.HasExited || i > 600)
            {
                throw new InvalidOperationException("The generated cluster did not start.");
            }

            await Task.Delay(100);
        }

        return new GeneratedWorld(process, kubeconfig);
    }

    /// <summary>Reads a list page by page, as a client that only wants it parsed.</summary>
    /// <returns>Bytes and objects.</returns>
    public async Task<(long Bytes, int Items)> ReadAsync(string path, Func<Stream, Task<(string Next, int Items)>> parse)
    {
        var (bytes, items, next) = (0L, 0, "");
        do
        {
            using var response = await _client.GetAsync($"{path}?limit=500&continue={next}", HttpCompletionOption.ResponseHeadersRead);
            await using var counted = new CountedStream(await response.Content.ReadAsStreamAsync());
            (next, var read) = await parse(counted);
            items += read;
            bytes += counted.Count;
        }
        while (next.Length > 0);
        return (bytes, items);
    }

    public async Task PostAsync(string path)
    {
        using var response = await _client.PostAsync(path, null);
        response.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private sealed class CountedStream(Stream inner) : Stream
    {
        public long Count { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => Count; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = inner.Read(buffer, offset, count);
            Count += read;
            return read;
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await inner.ReadAsync(buffer, cancellationToken);
            Count += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
