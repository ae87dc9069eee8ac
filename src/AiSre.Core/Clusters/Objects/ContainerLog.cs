namespace AiSre.Clusters.Objects;

/// <summary>The last lines of one container's log.</summary>
/// <param name="Namespace">The pod's namespace.</param>
/// <param name="Pod">The pod's name.</param>
/// <param name="Container">The container's name.</param>
/// <param name="Previous">True for the run before the current one.</param>
/// <param name="Text">As the container wrote it.</param>
public sealed record ContainerLog(string Namespace, string Pod, string Container, bool Previous, string Text)
{
    /// <summary>How evidence names it: <c>log/shop/checkout-1/app</c>, or <c>log/shop/checkout-1/app.previous</c>.</summary>
    public string Address => $"log/{Namespace}/{Pod}/{Container}{(Previous ? ".previous" : "")}";

    /// <summary>Takes such an address apart; null when it is none.</summary>
    public static ContainerLog? FromAddress(string address, string text) =>
        address.Split('/') is ["log", var space, var pod, var name]
            ? name.EndsWith(".previous", StringComparison.Ordinal)
                ? new ContainerLog(space, pod, name[..^".previous".Length], true, text)
                : new ContainerLog(space, pod, name, false, text)
            : null;
}
