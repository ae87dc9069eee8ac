namespace AiSre.Remediation.Guardrails.Gates;

/// <summary>One change of an application at a time: what came of the first is to be seen before the next.</summary>
internal sealed class InFlightGate() : GuardrailGate("In flight")
{
    public override GateResult Judge(GuardrailQuestion question)
    {
        var mine = question.Places.Select(place => place.Place.Key).ToHashSet();
        foreach (var other in question.Subject.InFlight.Value)
        {
            if (other.Applications.FirstOrDefault(mine.Contains) is { } shared)
            {
                return Ask($"The change of {other.Name} for {shared} is not verified yet.");
            }
        }

        return Allow("No other change of these applications is on its way.");
    }
}
