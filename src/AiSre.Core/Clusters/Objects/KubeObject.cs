using System.Text.Json.Serialization;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

/// <summary>
/// A Kubernetes object, reduced to the fields that rules read. Missing optional fields are empty, never null, so that a rule need not ask.
/// </summary>
/// <remarks>
/// Accessors of the form <c>init => field = value ?? …</c> are what makes that hold: System.Text.Json's generated code assigns every
/// property, with null for what the JSON lacks or sets to null.
/// </remarks>
public abstract record KubeObject
{
    private ObjectRef? reference;

    /// <param name="apiVersion">What <see cref="ApiVersion"/> is where the JSON does not say: the items of a list carry none.</param>
    /// <param name="kind">Likewise for <see cref="Kind"/>.</param>
    protected KubeObject(string apiVersion, string kind)
    {
        ApiVersion = apiVersion;
        Kind = kind;
    }

    [JsonConverter(typeof(SharedStringConverter))]
    public string ApiVersion { get; init => field = string.IsNullOrEmpty(value) ? field ?? "" : value; }

    [JsonConverter(typeof(SharedStringConverter))]
    public string Kind { get; init => field = string.IsNullOrEmpty(value) ? field ?? "" : value; }

    public ObjectMeta Metadata { get; init => field = value ?? ObjectMeta.Empty; } = ObjectMeta.Empty;

    /// <summary>The object's name in the cluster. One instance per object, shared by every index.</summary>
    [JsonIgnore]
    public ObjectRef Ref => reference ??= new ObjectRef(ApiVersion, Kind, Metadata.Namespace, Metadata.Name);

    public sealed override string ToString() => Ref.ToString();
}
