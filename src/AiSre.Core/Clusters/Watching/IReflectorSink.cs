using AiSre.Clusters.Objects;

namespace AiSre.Clusters.Watching;

/// <summary>Who is told what a reflector learns. Calls come from several reflectors at once, and must return quickly.</summary>
internal interface IReflectorSink
{
    /// <summary>The object is new, changed or gone; the cache knows.</summary>
    void Changed(KubeObject value);

    /// <summary>The watch is alive.</summary>
    void Heard();

    /// <summary>The reflector's state changed.</summary>
    void StateChanged();
}
