using System.Collections.Immutable;
using System.Text.Json;
using AiSre.Clusters.Objects;

namespace AiSre.Remediation.Sources;

/// <summary>An application among the others of its cluster.</summary>
/// <param name="Application">The application, as the cluster has it.</param>
/// <param name="Others">The other applications, which may use the same charts and files, or declare this one.</param>
public sealed record ApplicationScene(Application Application, ImmutableArray<Application> Others)
{
    /// <summary>The workloads that are to be changed, as the cluster has them.</summary>
    public ImmutableArray<JsonElement> Live { get; init; } = [];

    /// <summary>As <c>namespace/name</c>.</summary>
    public string Name => $"{Application.Metadata.Namespace}/{Application.Metadata.Name}";

    /// <summary>The same applications, seen from another one of them.</summary>
    public ApplicationScene Of(Application other) => new(other, [.. Others.Where(one => one.Ref != other.Ref), Application]);

    /// <summary>An application of which only one source is known.</summary>
    public static ApplicationScene Of(string name, ApplicationSource source)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        return new ApplicationScene(
            new Application
            {
                Metadata = new ObjectMeta { Namespace = slash < 0 ? null : name[..slash], Name = name[(slash + 1)..] },
                Spec = new ApplicationSpec { Source = source },
            },
            []);
    }
}
