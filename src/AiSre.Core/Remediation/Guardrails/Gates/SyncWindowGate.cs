using AiSre.Remediation.Guardrails.SyncWindows;

namespace AiSre.Remediation.Guardrails.Gates;

/// <summary>What Argo CD would not sync now is not merged now without a person.</summary>
internal sealed class SyncWindowGate() : GuardrailGate("Sync windows")
{
    public override GateResult Judge(GuardrailQuestion question)
    {
        var applications = question.Subject.SyncWindows.Value;
        if (applications.IsDefaultOrEmpty)
        {
            return Unclear("It is not known which applications sync the change.");
        }

        foreach (var application in applications)
        {
            if (ProjectWindows.WhyNot(application, question.Subject.At) is { } why)
            {
                return Ask($"Argo CD would not sync {application.Application} now: {why}.");
            }
        }

        return Allow(applications.All(application => application.Windows.IsDefaultOrEmpty) ? "Argo CD has no sync windows for it." : "Argo CD's sync windows are open.");
    }
}
