using System.Collections.Concurrent;
using AiSre.Clusters.Objects;
using AiSre.Clusters.Watching;

namespace AiSre.Tests.Clusters.Watching;

internal sealed class RecordingSink : IReflectorSink
{
    public ConcurrentQueue<string> Changes { get; } = new();

    public void Changed(KubeObject value) => Changes.Enqueue(value.Metadata.Name);

    public void Heard()
    {
    }

    public void StateChanged()
    {
    }
}
