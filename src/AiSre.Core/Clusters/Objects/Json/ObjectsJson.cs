using System.Text.Json.Serialization;

namespace AiSre.Clusters.Objects.Json;

/// <summary>The generated readers of every kind, alone and as a page of a list.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    Converters = [typeof(TextConverter), typeof(TimeConverter)])]
[JsonSerializable(typeof(ObjectPage<Pod>))]
[JsonSerializable(typeof(ObjectPage<Event>))]
[JsonSerializable(typeof(ObjectPage<ReplicaSet>))]
[JsonSerializable(typeof(ObjectPage<Deployment>))]
[JsonSerializable(typeof(ObjectPage<StatefulSet>))]
[JsonSerializable(typeof(ObjectPage<DaemonSet>))]
[JsonSerializable(typeof(ObjectPage<Job>))]
[JsonSerializable(typeof(ObjectPage<Node>))]
[JsonSerializable(typeof(ObjectPage<Namespace>))]
[JsonSerializable(typeof(ObjectPage<Application>))]
[JsonSerializable(typeof(ObjectPage<OtherObject>))]
internal sealed partial class ObjectsJson : JsonSerializerContext;
