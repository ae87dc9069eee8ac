using System.Globalization;
using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Whether the Service and port that a route sends to are there.</summary>
internal static class BackendCheck
{
    /// <summary>What is missing, as the end of a sentence; null when nothing is, or it cannot be told.</summary>
    /// <param name="service">The Service.</param>
    /// <param name="port">A number or a name; "0" when the route names none.</param>
    /// <param name="cache">The cluster.</param>
    public static string? Of(ObjectRef service, string port, ObjectCache cache)
    {
        if (cache.Find<Service>(service) is not { } found)
        {
            // Nobody reports a Service that is not there, so that it is not there is all there is to go by.
            return $"Service {service.Name}, which does not exist";
        }

        var isNumber = int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        return (isNumber && number == 0) || found.Spec.Type == "ExternalName" || found.Spec.Ports.Any(open => isNumber ? open.Port == number : open.Name == port)
            ? null
            : $"port {port} of Service {service.Name}, which has {(found.Spec.Ports.Count == 0 ? "no ports" : $"only {string.Join(", ", found.Spec.Ports.Select(open => open.Port))}")}";
    }
}
