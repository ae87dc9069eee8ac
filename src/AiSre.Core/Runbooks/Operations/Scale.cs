using System.Globalization;
using System.Text.Json.Nodes;
using AiSre.Clusters.Objects;
using AiSre.Runbooks.Format;

namespace AiSre.Runbooks.Operations;

/// <summary>Runs another number of replicas: a number, or so many more or fewer than now, within bounds.</summary>
/// <param name="To">The number; null when it is changed by a number.</param>
/// <param name="By">By how many; null when the number is given.</param>
/// <param name="AtLeast">No fewer.</param>
/// <param name="AtMost">No more.</param>
public sealed record Scale(int? To, int? By, int AtLeast, int AtMost) : FieldOperation
{
    internal const string Key = "scale";

    /// <summary>More replicas no runbook may ask for.</summary>
    internal const int MostReplicas = 1000;

    private static readonly FieldPath Replicas = FieldPath.Of("spec", "replicas");

    public override string Name => Key;

    public override string Summary => To is { } number
        ? $"scale to {number} {(number == 1 ? "replica" : "replicas")}"
        : $"scale by {By:+0;-0} (from {AtLeast} to {AtMost} replicas)";

    public override IEnumerable<FieldEdit> Plan(DeclaredObject item)
    {
        // One replica is what Kubernetes runs where nothing is said.
        var now = Number(item.LiveText(Replicas)) ?? Number(item.DeclaredText(Replicas)) ?? 1;
        var wanted = To ?? Math.Clamp(now + By!.Value, AtLeast, AtMost);
        return To is null && (By > 0 ? wanted <= now : wanted >= now)
            ? throw new OperationRefusedException($"{item.Facts.Workload.Address} has {now} replicas, and the runbook allows from {AtLeast} to {AtMost}; widen its bounds, or find out what else helps.")
            : [new FieldEdit.Set(Replicas, JsonValue.Create(wanted))];
    }

    internal static Scale? Read(FrontMatterMap map)
    {
        var text = map.Text("replicas", required: true);
        var (least, most) = (map.Number("at-least", 0, MostReplicas), map.Number("at-most", 0, MostReplicas));
        map.RefuseOtherKeys();
        if (text is null)
        {
            return null;
        }

        var isRelative = text[0] is '+' or '-';
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) || Math.Abs(number) > MostReplicas || (isRelative && number == 0))
        {
            map.Refuse("replicas", $"'{text}' is no number of replicas; allowed are 0 to {MostReplicas}, or so many more or fewer, such as +2");
            return null;
        }

        if (isRelative && (number > 0 ? most : least) is null)
        {
            var bound = number > 0 ? "at-most" : "at-least";
            if (!map.Has(bound))
            {
                map.Refuse(bound, $"the replicas change without an end; name '{bound}'");
            }

            return null;
        }

        var (from, to) = (least ?? 1, most ?? MostReplicas);
        if (from > to || (!isRelative && ((least is not null && number < from) || number > to)))
        {
            map.Refuse("replicas", $"the replicas do not fit their bounds; allowed are {from} to {to}");
            return null;
        }

        return isRelative ? new Scale(null, number, from, to) : new Scale(number, null, from, to);
    }

    internal static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>Sets between how many replicas the workload's autoscaler chooses.</summary>
/// <param name="Min">No fewer; null leaves that as it is.</param>
/// <param name="Max">No more; null leaves that as it is.</param>
public sealed record SetAutoscalerBounds(int? Min, int? Max) : FieldOperation
{
    internal const string Key = "set-autoscaler-bounds";

    private static readonly FieldPath MinReplicas = FieldPath.Of("spec", "minReplicas");
    private static readonly FieldPath MaxReplicas = FieldPath.Of("spec", "maxReplicas");

    public override string Name => Key;

    public override OperationTarget Target => OperationTarget.Autoscaler;

    public override string Summary => $"set the autoscaler's {string.Join(" and ", new[] { Min is null ? null : $"minimum to {Min}", Max is null ? null : $"maximum to {Max}" }.OfType<string>())}";

    public override IEnumerable<FieldEdit> Plan(DeclaredObject item)
    {
        var min = Min ?? Scale.Number(item.DeclaredText(MinReplicas)) ?? 1;
        if ((Max ?? Scale.Number(item.DeclaredText(MaxReplicas))) is { } max && max < min)
        {
            throw new OperationRefusedException($"The autoscaler of {item.Facts.Workload.Address} would have a maximum of {max} and a minimum of {min}, which Kubernetes refuses; set 'min' and 'max' together in the runbook.");
        }

        return Edits();

        IEnumerable<FieldEdit> Edits()
        {
            if (Min is { } least)
            {
                yield return new FieldEdit.Set(MinReplicas, JsonValue.Create(least));
            }

            if (Max is { } most)
            {
                yield return new FieldEdit.Set(MaxReplicas, JsonValue.Create(most));
            }
        }
    }

    internal static SetAutoscalerBounds? Read(FrontMatterMap map)
    {
        var (min, max) = (map.Number("min", 1, Scale.MostReplicas), map.Number("max", 1, Scale.MostReplicas));
        map.RefuseOtherKeys();
        if (min is null && max is null)
        {
            if (!map.Has("min") && !map.Has("max"))
            {
                map.Refuse("min", $"'{Key}' names neither 'min' nor 'max'; allowed is at least one of them");
            }

            return null;
        }

        if (max < min)
        {
            map.Refuse("max", $"the maximum ({max}) is below the minimum ({min}); allowed is at least that");
            return null;
        }

        return new SetAutoscalerBounds(min, max);
    }
}
