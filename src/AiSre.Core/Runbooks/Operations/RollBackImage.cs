using AiSre.Clusters.Objects;
using AiSre.Runbooks.Format;

namespace AiSre.Runbooks.Operations;

/// <summary>Runs the image again that a container had when its workload was last well: as it was recorded, or as its last healthy ReplicaSet has it.</summary>
/// <param name="Container">The container's name; null for the one that the symptoms are about.</param>
public sealed record RollBackImage(string? Container) : ContainerImageOperation(Container)
{
    internal const string Key = "roll-back-image";

    public override string Name => Key;

    public override string Summary => $"roll the image of {(Container is null ? "the failing container" : $"container {Container}")} back to the one that was last well";

    public override ImageReference Replace(ImageReference? image, string container, WorkloadFacts facts) =>
        !facts.ImagesBefore.TryGetValue(container, out var before)
            ? throw new OperationRefusedException($"No other image is known with which the container {container} of {facts.Workload.Address} was well; name a tag with {SetImage.Key} in the runbook, or change it by hand.")
            : ImageReference.TryParse(before, out var known)
                ? known
                : throw new OperationRefusedException($"The container {container} of {facts.Workload.Address} had the image '{before}' before, which is no image reference; change it by hand.");

    internal static RollBackImage Read(FrontMatterMap map)
    {
        var container = map.Text("container");
        map.RefuseOtherKeys();
        return new RollBackImage(container);
    }
}
