using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Custom resources that name an object of another kind, and no controller says that it is not there.</summary>
/// <remarks>Fields: keda.sh/v1alpha1, admissionregistration.k8s.io/v1, resource.k8s.io/v1.</remarks>
internal sealed class CustomTargetAnalyzer : Analyzer<OtherObject>
{
    protected override IEnumerable<Symptom> Analyze(OtherObject value, ObjectCache cache, DateTimeOffset now) =>
        value.Metadata.DeletionTimestamp is not null ? [] : (value.Ref.Group, value.Kind) switch
        {
            ("keda.sh", "ScaledObject") => ScaleTarget(value, cache),
            ("admissionregistration.k8s.io", "ValidatingAdmissionPolicy") => ExpressionWarnings(value),
            ("admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding") => Named(value, [value.Spec.Text("policyName")], "ValidatingAdmissionPolicy", cache),
            ("resource.k8s.io", "ResourceClaim") when value.Status.Allocation.ValueKind != System.Text.Json.JsonValueKind.Object => Named(value, value.Spec.Items("devices", "requests").SelectMany(request => new[] { request.Text("deviceClassName"), request.Text("exactly", "deviceClassName") }), "DeviceClass", cache),
            _ => [],
        };

    private static IEnumerable<Symptom> ScaleTarget(OtherObject value, ObjectCache cache)
    {
        var name = value.Spec.Text("scaleTargetRef", "name");
        var kind = value.Spec.Text("scaleTargetRef", "kind") is { Length: > 0 } said ? said : "Deployment";
        if (name.Length > 0 && kind is "Deployment" or "StatefulSet" or "ReplicaSet" && cache.Find(new ObjectRef("apps/v1", kind, value.Metadata.Namespace, name)) is null)
        {
            yield return new SymptomBuilder(SymptomReason.ReferenceMissing, Severity.Warning, value)
                .Says($"scaleTargetRef names {kind} {name}, which does not exist")
                .Blames(RootCause.AutoscalerTargetMissing, value.Ref)
                .With(SymptomParameters.Target, name)
                .With(SymptomParameters.Reference, name)
                .QuotesField("name", name)
                .Build();
        }
    }

    private static IEnumerable<Symptom> ExpressionWarnings(OtherObject value)
    {
        if (value.Status.TypeChecking.Items("expressionWarnings").FirstOrDefault().Text("warning") is { Length: > 0 } warning)
        {
            yield return new SymptomBuilder(SymptomReason.ConditionFailed, Severity.Warning, value).Says(warning).Quotes(value.Ref.Address, warning).Build();
        }
    }

    private static IEnumerable<Symptom> Named(OtherObject value, IEnumerable<string> names, string kind, ObjectCache cache) => names
        .Where(name => name.Length > 0).Distinct()
        .Where(name => cache.Find<OtherObject>(new ObjectRef(value.ApiVersion, kind, null, name)) is null)
        .Select(name => new SymptomBuilder(SymptomReason.ReferenceMissing, Severity.Warning, value)
            .Says($"it names {kind} {name}, which does not exist")
            .With(SymptomParameters.Target, name)
            .With(SymptomParameters.Reference, name)
            .Quotes(value.Ref.Address, name)
            .Build());
}
