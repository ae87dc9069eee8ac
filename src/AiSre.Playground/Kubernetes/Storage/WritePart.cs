namespace AiSre.Playground.Kubernetes.Storage;

/// <summary>Which half of an object a write may change; the other half stays as it is.</summary>
public enum WritePart
{
    /// <summary>Everything but the status, as a write of the object itself does.</summary>
    Object,

    /// <summary>The status only, as a write of the status subresource does.</summary>
    Status,

    /// <summary>Both; for the controllers of the world, which would need two writes over the wire.</summary>
    Everything,
}
