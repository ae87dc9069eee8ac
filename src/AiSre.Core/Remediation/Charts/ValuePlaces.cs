using System.Text.Json.Nodes;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Charts.Templates;
using AiSre.Remediation.Sources;
using AiSre.Runbooks.Operations;

namespace AiSre.Remediation.Charts;

/// <summary>
/// Decides where a value of a chart is changed: in the text that decides it, if that is the application's own; else in the last of the
/// application's own texts that outweighs it. What others use too stays.
/// </summary>
internal sealed class ValuePlaces(ValueSource source, RenderedChart rendered)
{
    /// <summary>The place.</summary>
    /// <exception cref="SourceRefusedException">There is none.</exception>
    public ValueWrite For(FieldPath path, FieldEdit edit)
    {
        var decider = source.DeciderOf(path);
        if (decider >= 0 && source.Layers[decider].IsOwn && (source.Layers[decider].TakesMore || edit is not FieldEdit.Append))
        {
            return Write(decider, path, edit);
        }

        if (edit is FieldEdit.Remove)
        {
            throw new SourceRefusedException($"{source.NameOf(path)} {Decided(decider)}, and taking it out of the application's own values alone would not remove it; make the change by hand.");
        }

        var own = Enumerable.Range(decider + 1, source.Layers.Length - decider - 1).Where(index => source.Layers[index] is { IsOwn: true, TakesMore: true } layer && layer.Holds(path)).ToList();
        var files = own.Where(index => source.Layers[index].IsFile).ToList();
        var chosen = files.Count > 0 ? files[^1] : own.Count > 0 ? own[^1] : -1;
        if (chosen < 0)
        {
            throw new SourceRefusedException(decider < 0
                ? $"{source.NameOf(path)} is not set, and {source.Application} has no values of its own that AiSre could add it to; give it a values file."
                : $"{source.NameOf(path)} {Decided(decider)}, and {source.Application} has no values of its own that outweigh it; give it a values file, or make the change by hand.");
        }

        return IsInList(path, edit)
            ? throw new SourceRefusedException($"{source.NameOf(path)} {Decided(decider)}, and setting it elsewhere would replace the whole list; make the change by hand.")
            : Write(chosen, path, edit);
    }

    private ValueWrite Write(int layer, FieldPath path, FieldEdit edit)
    {
        var from = ValueJson.ToNode(ChartValues.Find(rendered.Values, path));
        var text = edit switch
        {
            FieldEdit.Set set => $"{source.NameOf(path)}: {(from is null ? "not set" : Show(from))} → {Show(set.Value)}",
            FieldEdit.Append append => $"{source.NameOf(path)}: added {append.Item.ToJsonString()}",
            _ => $"{source.NameOf(path)}: {(from is null ? "" : Show(from))} → removed",
        };
        return new ValueWrite(layer, path, edit, text + source.Note);
    }

    // The items of a list in a weaker text, or the whole of it.
    private bool IsInList(FieldPath path, FieldEdit edit)
    {
        var value = (TemplateValue)rendered.Values;
        foreach (var step in path.Steps)
        {
            if (value is ListValue)
            {
                return true;
            }

            value = value is MapValue map ? map[step] : NullValue.Nothing;
        }

        return edit is FieldEdit.Append && value is ListValue { IsEmpty: false };
    }

    private string Decided(int layer) => layer < 0 ? "is not set" : $"is set by {source.Layers[layer].Where}{(source.Layers[layer].Fixed is { } why ? $", {why}" : "")}";

    private static string Show(JsonNode value) => value is JsonValue ? value.ToString() : value.ToJsonString();
}
