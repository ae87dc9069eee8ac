using System.Text.Json.Nodes;
using AiSre.Runbooks.Operations;
using static AiSre.Runbooks.Format.JsonSchemas;

namespace AiSre.Runbooks.Format;

/// <summary>What each operation of a solution takes.</summary>
internal static class OperationSchemas
{
    private static readonly string[] None = [];

    public static IReadOnlyDictionary<string, Func<JsonObject>> All { get; } = new SortedDictionary<string, Func<JsonObject>>(StringComparer.Ordinal)
    {
        [OverrideImageRegistry.Key] = () => Map("Pull the same image from another registry", ["from", "to"], ("from", Text("Registry host that is replaced")), ("to", Text("Registry host to pull from"))),
        [SetImage.Key] = () => Map("Run another tag or digest of a container's image", None, Container, ("tag", Text("Tag, such as 1.4.2")), ("digest", Text("sha256: with 64 hexadecimal digits"))),
        [RollBackImage.Key] = () => Map("Run the image again with which the container was last well", None, Container),
        [SetResources.Key] = () => Map(
            "Set requests and limits of a container", None, Container,
            ("requests", Entries("Resource to amount (512Mi, 250m) or factor (x1.5)", Text("Amount or factor"))),
            ("limits", Entries("Resource to amount (512Mi, 250m) or factor (x1.5)", Text("Amount or factor"))),
            ("at-most", Any("Ceiling: an amount, or one for each resource"))),
        [SetEnvironment.Key] = () => Map("Set an environment variable", ["name", "value"], Container, ("name", Text("Name of the variable")), ("value", Text("Its value"))),
        [SetField.Key] = () => Map("Give a field a value", ["path", "value"], Path, Kind, Name, ("value", Any("The value, typed as YAML types it"))),
        [RemoveField.Key] = () => Map("Take a field away", ["path"], Path, Kind, Name),
        [Scale.Key] = () => Map(
            "Set the number of replicas", ["replicas"], ("replicas", Text("A number, or +2 with at-most")),
            ("at-least", Number("Never fewer", 0, Scale.MostReplicas)), ("at-most", Number("Never more", 0, Scale.MostReplicas))),
        [SetAutoscalerBounds.Key] = () => Map(
            "Set the bounds of the HorizontalPodAutoscaler that scales the workload", None,
            ("min", Number("Fewest replicas", 1, Scale.MostReplicas)), ("max", Number("Most replicas", 1, Scale.MostReplicas))),
        [FixProbe.Key] = () => Map(
            "Correct a probe that is there", ["probe"], Container, ("probe", Word("Which probe", ["liveness", "readiness", "startup"])),
            ("path", Text("HTTP path")), ("port", Text("Number or name of the port")),
            ("initial-delay", Number("Seconds before the first try", 0, FixProbe.Longest)), ("period", Number("Seconds between tries", 1, FixProbe.Longest)),
            ("timeout", Number("Seconds that a try may take", 1, FixProbe.Longest)), ("failure-threshold", Number("Failures in a row that count", 1, FixProbe.Longest)),
            ("success-threshold", Number("Successes in a row that count", 1, FixProbe.Longest))),
        [FixReference.Key] = () => Map(
            "Correct a name that does not exist to the existing one that is nearly the same", ["kind"],
            ("kind", Word("What is referred to", ReferenceKinds.All)), ("name", Text("The name that does not exist; left out, the one that the symptoms name")),
            ("of", Text("Of a key or port: the object that lacks it"))),
        [SetStorageClass.Key] = () => Map("Give a claim without a volume a class that exists", None, ("name", Text("The class; left out, the one that is nearly the same")), ("template", Text("Claim template of a StatefulSet"))),
        [RevertCommit.Key] = () => Map("Put back what the commit changed that brought the fault", None, ("whole", Flag("All of the commit, not only what the application uses")), ("at-most-files", Number("Refuse larger ones", 1, RevertCommit.MostFiles))),
        [PinTargetRevision.Key] = () => Map("Have Argo CD deploy that revision and no newer one", ["revision"], ("revision", Text("Tag, commit, or last-healthy")), ("source", Text("Path of the source, where the application has several"))),
        [AddToleration.Key] = () => Map(
            "Let pods run on nodes with a taint", ["key"], ("key", Text("Key of the taint")), ("value", Text("Its value")),
            ("effect", Word("Its effect", ["NoSchedule", "PreferNoSchedule", "NoExecute"]))),
        [SetNodeSelector.Key] = () => Entries("Choose nodes by labels", Text("The label's value")),
        [AddImagePullSecret.Key] = () => Map("Add a login for a registry by its name", ["name"], ("name", Text("Name of the Secret"))),
    };

    private static (string Key, JsonObject Schema) Container => ("container", Text("Name of the container; left out, the one that the symptoms name"));

    private static (string Key, JsonObject Schema) Path => ("path", Text("The field: spec.template.spec.containers[app].workingDir"));

    private static (string Key, JsonObject Schema) Kind => ("kind", Text("Kind of another object of the application"));

    private static (string Key, JsonObject Schema) Name => ("name", Text("Its name"));
}
