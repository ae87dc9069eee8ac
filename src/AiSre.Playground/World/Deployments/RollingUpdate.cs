using System.Globalization;
using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes;
using AiSre.Playground.World.ReplicaSets;

namespace AiSre.Playground.World.Deployments;

/// <summary>How far a rolling update may go next. Numbers in, numbers out.</summary>
/// <param name="Wanted">The Deployment's replicas.</param>
/// <param name="MaxSurge">How many pods there may be beyond that.</param>
/// <param name="MaxUnavailable">How many of them may be unavailable.</param>
internal sealed record RollingUpdate(int Wanted, int MaxSurge, int MaxUnavailable)
{
    /// <summary>Reads the strategy; percentages of surge are rounded up, those of unavailability down, and both at zero would stand still.</summary>
    public static RollingUpdate Of(JsonObject deployment)
    {
        var wanted = deployment.Number("spec", "replicas") ?? 1;
        if (deployment.Text("spec", "strategy", "type") == "Recreate")
        {
            return new(wanted, 0, wanted);
        }

        var surge = Scaled(deployment.Text("spec", "strategy", "rollingUpdate", "maxSurge") ?? "25%", wanted, decimal.Ceiling);
        var unavailable = Scaled(deployment.Text("spec", "strategy", "rollingUpdate", "maxUnavailable") ?? "25%", wanted, decimal.Floor);
        return new(wanted, surge, Math.Min(wanted, surge == 0 && unavailable == 0 ? 1 : unavailable));
    }

    /// <summary>How many pods the new ReplicaSet gets now.</summary>
    public int NewReplicas(int inNew, int inAll)
    {
        var room = Wanted + MaxSurge - inAll;
        return inNew > Wanted ? Wanted : room <= 0 ? inNew : inNew + Math.Min(room, Wanted - inNew);
    }

    /// <summary>How many pods each old ReplicaSet keeps: those that do not work go first, then those of the oldest, as far as enough stay available.</summary>
    public IReadOnlyList<(ReplicaSetView Set, int Replicas)> OldReplicas(ReplicaSetView current, IReadOnlyList<ReplicaSetView> old)
    {
        var minAvailable = Wanted - MaxUnavailable;
        var all = current.Wanted + old.Sum(set => set.Wanted);
        var mayGo = all - minAvailable - (current.Wanted - current.Available);
        if (mayGo <= 0)
        {
            return [];
        }

        var keep = old.ToDictionary(set => set.Name, set => set.Wanted, StringComparer.Ordinal);
        foreach (var set in old)
        {
            var broken = Math.Min(mayGo, Math.Max(0, keep[set.Name] - set.Available));
            keep[set.Name] -= broken;
            mayGo -= broken;
        }

        var spare = current.Available + old.Sum(set => set.Available) - minAvailable;
        foreach (var set in old)
        {
            var gone = Math.Clamp(spare, 0, keep[set.Name]);
            keep[set.Name] -= gone;
            spare -= gone;
        }

        return [.. old.Where(set => keep[set.Name] != set.Wanted).Select(set => (set, keep[set.Name]))];
    }

    private static int Scaled(string text, int wanted, Func<decimal, decimal> round) => text.EndsWith('%')
        ? (int)round(decimal.Parse(text[..^1], CultureInfo.InvariantCulture) * wanted / 100)
        : int.Parse(text, CultureInfo.InvariantCulture);
}
