using System.Collections.Immutable;
using AiSre.Remediation.Guardrails.Format;

namespace AiSre.Remediation.Guardrails;

/// <summary>How a breaker stands.</summary>
/// <param name="State">Open or closed.</param>
/// <param name="Why">What opened it, the beginning of a sentence; empty when it is closed.</param>
internal sealed record Breaker(BreakerState State, string Why)
{
    /// <summary>Follows what happened, in the order of time; the present plays no part, so that no clock closes a breaker. Pure.</summary>
    public static Breaker Of(BreakerKey key, ImmutableArray<BreakerEvent> events, BreakerLimit limit)
    {
        var (state, why) = (BreakerState.Closed, "");
        var failures = new List<BreakerEvent>();

        // At one and the same time the failure counts last.
        foreach (var one in events.Where(one => one.Key == key).OrderBy(one => one.At).ThenBy(one => one.Kind == BreakerEventKind.Failed).ThenBy(one => one.What, StringComparer.Ordinal))
        {
            switch (one.Kind)
            {
                case BreakerEventKind.Failed:
                    failures.Add(one);
                    var recent = failures.FindAll(failure => failure.At > one.At - limit.Within);
                    if (state == BreakerState.HalfOpen || (state == BreakerState.Closed && recent.Count >= limit.Failures))
                    {
                        (state, why) = (BreakerState.Open, state == BreakerState.HalfOpen
                            ? $"Of {key} another change did not help after a review ({one.What})"
                            : $"Of {key} {(recent.Count == 1 ? "1 change" : $"{recent.Count} changes")} did not help within {Duration.Words(limit.Within)} ({string.Join(", ", recent.Select(failure => failure.What))})");
                    }

                    break;
                case BreakerEventKind.Reviewed when state == BreakerState.Open:
                    state = BreakerState.HalfOpen;
                    break;
                case BreakerEventKind.Verified when state == BreakerState.HalfOpen:
                    (state, why) = (BreakerState.Closed, "");
                    failures.Clear();
                    break;
                default:
                    break;
            }
        }

        return new Breaker(state, why);
    }
}

internal enum BreakerState
{
    Closed,
    HalfOpen,
    Open,
}
