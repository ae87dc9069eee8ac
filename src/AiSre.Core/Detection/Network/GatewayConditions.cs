using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>What the kinds of the Gateway API have in common.</summary>
/// <remarks>Conditions and reasons: gateway-api/apis/v1/{gatewayclass,gateway,shared,httproute}_types.go.</remarks>
internal static class GatewayConditions
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Whether the object is bad by this condition, and has had the time to get better.</summary>
    public static bool IsRefusal(KubeObject value, Condition condition, DateTimeOffset now) =>
        condition is { IsFalse: true, Type: "Accepted" or "Programmed" or "ResolvedRefs" or "Ready" or "Scheduled" } or { IsTrue: true, Type: "Conflicted" or "Detached" }
        && !(condition.Reason is "Pending" or "AddressNotAssigned" && IsYoung(value, condition, now));

    /// <summary>Whether no controller has taken note of the object for too long.</summary>
    public static bool IsIgnored(KubeObject value, Condition condition, DateTimeOffset now) =>
        condition is { Status: "Unknown", Type: "Accepted" or "Programmed" } && !IsYoung(value, condition, now);

    public static SymptomBuilder Symptom(KubeObject value, Condition condition, Severity severity) =>
        new SymptomBuilder(SymptomReason.GatewayNotAccepted, severity, value)
            .Says(condition.Message.Length > 0 ? condition.Message : $"{condition.Type} is {condition.Status}{(condition.Reason.Length > 0 ? $": {condition.Reason}" : "")}")
            .Since(condition.LastTransitionTime > value.Metadata.CreationTimestamp ? condition.LastTransitionTime : value.Metadata.CreationTimestamp)
            .Quotes(value.Ref.Address, condition.Message)
            .QuotesField("reason", condition.Reason)
            .QuotesField("type", condition.Type);

    // The CRDs give a new object conditions of 1970, so that its own age counts where it is younger.
    private static bool IsYoung(KubeObject value, Condition condition, DateTimeOffset now)
    {
        var changed = condition.LastTransitionTime ?? DateTimeOffset.MinValue;
        var created = value.Metadata.CreationTimestamp ?? DateTimeOffset.MinValue;
        return now - (changed > created ? changed : created) < Patience;
    }
}
