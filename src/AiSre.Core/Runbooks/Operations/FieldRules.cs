using AiSre.Clusters.Objects;
using AiSre.Runbooks.Format;

namespace AiSre.Runbooks.Operations;

/// <summary>What a runbook may not change by naming a field: what grants rights, holds secrets, or makes an object another one.</summary>
internal static class FieldRules
{
    private static readonly string[] Kinds =
    [
        "Secret", "SealedSecret", "ExternalSecret", "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding", "ServiceAccount", "CustomResourceDefinition", "Namespace",
        "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration", "APIService", "AppProject", "Application", "ApplicationSet",
    ];

    /// <summary>Whether no runbook may change objects of a kind.</summary>
    public static bool IsForbidden(string kind) => Kinds.Contains(kind);

    /// <summary>Reads which object and which field are meant; null, and a mistake noted, when that is not allowed.</summary>
    public static (OperationTarget Target, FieldPath Path)? Read(FrontMatterMap map)
    {
        var (kind, name, text) = (map.Text("kind"), map.Text("name"), map.Text("path", required: true));
        if (kind is not null && Kinds.Contains(kind))
        {
            map.Refuse("kind", $"a runbook may not change a {kind}; allowed are kinds that neither hold secrets nor grant rights nor define others");
            return null;
        }

        if (kind is null != name is null)
        {
            map.Refuse(kind is null ? "name" : "kind", "'kind' and 'name' go together; allowed are both, for an object of the workload's application, or neither, for the workload itself");
            return null;
        }

        if (text is null)
        {
            return null;
        }

        var path = FieldPath.Parse(text);
        if (Mistake(path) is { } mistake)
        {
            map.Refuse("path", $"'{text}' {mistake}");
            return null;
        }

        return (kind is null ? OperationTarget.Workload : new OperationTarget(kind, name), path);
    }

    private static string? Mistake(FieldPath path)
    {
        if (path.Steps.IsEmpty || path.Steps.Any(step => string.IsNullOrWhiteSpace(step) || step.StartsWith('$') || step == "<<"))
        {
            return "is not the path of a field; allowed are names with dots between them, and items of lists in brackets: spec.template.spec.containers[app].workingDir";
        }

        if (path.Steps[0] is "apiVersion" or "kind" or "status" || (path.Steps[0] == "metadata" && path.Steps is not [_, "labels" or "annotations", _, ..]))
        {
            return "says what an object is; allowed are its spec or data, and single labels and annotations";
        }

        return path.Steps is [.., "containers" or "initContainers", _, "image"] ? $"is an image; allowed are {SetImage.Key}, {RollBackImage.Key} and {OverrideImageRegistry.Key}" : null;
    }
}
