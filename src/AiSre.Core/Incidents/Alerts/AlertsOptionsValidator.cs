using Microsoft.Extensions.Options;

namespace AiSre.Incidents.Alerts;

/// <summary>Every mistake in the section at once, in the operator's words.</summary>
internal sealed class AlertsOptionsValidator : IValidateOptions<AlertsOptions>
{
    public ValidateOptionsResult Validate(string? name, AlertsOptions options)
    {
        var mistakes = new List<string>();
        foreach (var (source, index) in options.Sources.Select((source, index) => (source, index)))
        {
            var where = $"Alerts:Sources:{index}";
            if (source.Name.Length == 0 || source.Name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')))
            {
                mistakes.Add($"{where}:Name must be set, of letters, digits, - and _: it stands in the address /webhooks/alerts/NAME.");
            }
            else if (options.Sources.Take(index).Any(other => other.Name.Equals(source.Name, StringComparison.OrdinalIgnoreCase)))
            {
                mistakes.Add($"{where}:Name {source.Name} is taken by another source.");
            }

            if (!source.HasToken)
            {
                mistakes.Add($"{where} needs a Token or a TokenFile: nobody else may send alerts in its name.");
            }

            mistakes.AddRange(source.Paths.All.Where(path => !JsonPath.TryParse(path.Path, out _))
                .Select(path => $"{where}:Paths:{path.Name} \"{path.Path}\" is no path; write keys with dots between them, [2] for the third of a list and [*] for all, such as data.alerts[*]."));
        }

        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }
}
