using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AiSre.Runbooks.Format;

namespace AiSre.Runbooks.Operations;

/// <summary>Lets the pods run on nodes that have a taint.</summary>
/// <param name="Taint">The taint's key.</param>
/// <param name="Value">Its value; null tolerates every value.</param>
/// <param name="Effect">Its effect; null tolerates every effect.</param>
public sealed record AddToleration(string Taint, string? Value, string? Effect) : FieldOperation
{
    internal const string Key = "add-toleration";

    private static readonly string[] Effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

    public override string Name => Key;

    public override string Summary => $"tolerate the taint {Taint}{(Value is null ? "" : $"={Value}")}{(Effect is null ? "" : $":{Effect}")}";

    public override IEnumerable<FieldEdit> Plan(DeclaredObject item)
    {
        var toleration = new JsonObject { ["key"] = Taint, ["operator"] = Value is null ? "Exists" : "Equal" };
        if (Value is not null)
        {
            toleration["value"] = Value;
        }

        if (Effect is not null)
        {
            toleration["effect"] = Effect;
        }

        return [new FieldEdit.Append(item.PodSpec.Then("tolerations"), toleration)];
    }

    internal static AddToleration? Read(FrontMatterMap map)
    {
        var (taint, value, effect) = (map.Text("key", required: true), map.Text("value"), map.Text("effect"));
        map.RefuseOtherKeys();
        if (taint is not null && !Labels.IsKey(taint))
        {
            map.Refuse("key", $"'{taint}' is not the key of a taint; allowed is one such as dedicated or example.com/gpu");
            return null;
        }

        if (effect is not null && !Effects.Contains(effect))
        {
            map.Refuse("effect", $"'{effect}' is not an effect{FrontMatterMap.Hint(effect, Effects)}");
            return null;
        }

        return taint is null ? null : new AddToleration(taint, value, effect);
    }
}

/// <summary>Chooses the nodes for the pods by labels; other labels that are chosen by stay.</summary>
/// <param name="Chosen">Label to value; at least one.</param>
public sealed record SetNodeSelector(ImmutableSortedDictionary<string, string> Chosen) : FieldOperation
{
    internal const string Key = "set-node-selector";

    public override string Name => Key;

    public override string Summary => $"choose nodes with {string.Join(" and ", Chosen.Select(label => $"{label.Key}={label.Value}"))}";

    public override IEnumerable<FieldEdit> Plan(DeclaredObject item) =>
        Chosen.Select(label => new FieldEdit.Set(item.PodSpec.Then("nodeSelector", label.Key), JsonValue.Create(label.Value)));

    internal static SetNodeSelector? Read(FrontMatterMap map)
    {
        var labels = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (label, value) in map.TextEntries())
        {
            if (!Labels.IsKey(label) || !Labels.IsValue(value))
            {
                map.Refuse(label, $"'{label}: {value}' is not a label; allowed is one such as kubernetes.io/arch: amd64");
                return null;
            }

            labels[label] = value;
        }

        if (labels.Count == 0)
        {
            map.Refuse("", $"'{Key}' names no label; allowed is at least one, such as kubernetes.io/arch: amd64");
            return null;
        }

        return new SetNodeSelector(labels.ToImmutable());
    }
}

/// <summary>Gives the pods a login for a registry: a Secret of their namespace, by its name.</summary>
/// <param name="Secret">The Secret's name.</param>
public sealed record AddImagePullSecret(string Secret) : FieldOperation
{
    internal const string Key = "add-image-pull-secret";

    public override string Name => Key;

    public override string Summary => $"add the image pull secret {Secret}";

    public override IEnumerable<FieldEdit> Plan(DeclaredObject item) => [new FieldEdit.Append(item.PodSpec.Then("imagePullSecrets"), new JsonObject { ["name"] = Secret })];

    internal static AddImagePullSecret? Read(FrontMatterMap map)
    {
        var name = map.Text("name", required: true);
        map.RefuseOtherKeys();
        if (name is not null && !Labels.IsName(name))
        {
            map.Refuse("name", $"'{name}' is not the name of a Secret; allowed are a-z, 0-9, dashes and dots");
            return null;
        }

        return name is null ? null : new AddImagePullSecret(name);
    }
}

/// <summary>The grammar of labels and names.</summary>
internal static partial class Labels
{
    public static bool IsKey(string text) => KeyGrammar().IsMatch(text);

    public static bool IsValue(string text) => ValueGrammar().IsMatch(text);

    public static bool IsName(string text) => NameGrammar().IsMatch(text);

    [GeneratedRegex(@"\A(?:[a-z0-9](?:[-.a-z0-9]{0,251}[a-z0-9])?/)?[A-Za-z0-9](?:[-._A-Za-z0-9]{0,61}[A-Za-z0-9])?\z")]
    private static partial Regex KeyGrammar();

    [GeneratedRegex(@"\A(?:[A-Za-z0-9](?:[-._A-Za-z0-9]{0,61}[A-Za-z0-9])?)?\z")]
    private static partial Regex ValueGrammar();

    [GeneratedRegex(@"\A[a-z0-9](?:[-.a-z0-9]{0,251}[a-z0-9])?\z")]
    private static partial Regex NameGrammar();
}
