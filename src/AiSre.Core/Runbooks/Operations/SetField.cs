using System.Text.Json.Nodes;
using AiSre.Clusters.Objects;
using AiSre.Runbooks.Format;

namespace AiSre.Runbooks.Operations;

/// <summary>Gives a field of the workload, or of another object of its application, a value.</summary>
/// <param name="Object">Which object.</param>
/// <param name="Path">The field.</param>
/// <param name="Value">A scalar; a mapping or a list only where nothing is there yet.</param>
public sealed record SetField(OperationTarget Object, FieldPath Path, JsonNode Value) : FieldOperation
{
    internal const string Key = "set-field";

    public override string Name => Key;

    public override OperationTarget Target => Object;

    public override string Summary => $"set {Path}{(Object.Kind is null ? "" : $" of {Object.Kind} {Object.Name}")} to {(Value is JsonValue ? Value.ToString() : Value.ToJsonString())}";

    public override IEnumerable<FieldEdit> Plan(DeclaredObject item) => [new FieldEdit.Set(Path, Value.DeepClone())];

    internal static SetField? Read(FrontMatterMap map)
    {
        var place = FieldRules.Read(map);
        var value = map.Value("value");
        map.RefuseOtherKeys();
        return place is var (item, path) && value is not null ? new SetField(item, path, value) : null;
    }
}

/// <summary>Takes a field of the workload, or of another object of its application, away.</summary>
/// <param name="Object">Which object.</param>
/// <param name="Path">The field.</param>
public sealed record RemoveField(OperationTarget Object, FieldPath Path) : FieldOperation
{
    internal const string Key = "remove-field";

    public override string Name => Key;

    public override OperationTarget Target => Object;

    public override string Summary => $"remove {Path}{(Object.Kind is null ? "" : $" of {Object.Kind} {Object.Name}")}";

    public override IEnumerable<FieldEdit> Plan(DeclaredObject item) => [new FieldEdit.Remove(Path)];

    internal static RemoveField? Read(FrontMatterMap map)
    {
        var place = FieldRules.Read(map);
        map.RefuseOtherKeys();
        return place is var (item, path) ? new RemoveField(item, path) : null;
    }
}
