using System.CommandLine;
using AiSre.Cli.Guardrails;
using AiSre.Remediation.Guardrails.Format;

namespace AiSre.Cli;

/// <summary><c>aisre guardrail</c>: looks a file of guardrails through, prints its schema, and explains what guardrails say of a proposal.</summary>
internal static class GuardrailCommand
{
    public static Command Create() => new("guardrail", "Check guardrails, and explain what they say of a proposal")
    {
        Explain(),
        Lint(),
        Schema(),
    };

    private static Command Explain()
    {
        var proposal = new Argument<string>("PROPOSAL") { Description = "The id of a proposal, or the number of an incident: 12, #12" };
        var command = new Command(
            "explain",
            $"Print what each gate says of a proposal, and the result; ends with 0 when it may be merged without a person, {ExitCodes.RequireApproval} when a person decides, {ExitCodes.Deny} when it is denied. Further arguments are configuration, as for run")
        {
            proposal,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((arguments, cancellationToken) =>
            GuardrailExplanation.PrintAsync(arguments.GetValue(proposal)!, [.. arguments.UnmatchedTokens], arguments.InvocationConfiguration.Output, cancellationToken));
        return command;
    }

    private static Command Lint()
    {
        var file = new Argument<string>("FILE") { Description = "The guardrails; - is standard input" };
        var strict = new Option<bool>("--strict") { Description = "Warnings too end with exit code 1" };
        var command = new Command("lint", "Print what is wrong with guardrails, and what is hardly meant; ends with 1 when they are not valid") { file, strict };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var findings = GuardrailLinter.Lint(await ReadAsync(arguments.GetValue(file)!, cancellationToken));
            var output = arguments.InvocationConfiguration.Output;
            foreach (var finding in findings)
            {
                await output.WriteLineAsync(VisibleText.Of(finding.ToString()));
            }

            var isValid = !findings.Any(finding => finding.IsError);
            await output.WriteLineAsync(!isValid ? "The guardrails are not valid." : findings.IsEmpty ? "The guardrails are valid." : "The guardrails are valid; see the warnings.");
            return isValid && !(arguments.GetValue(strict) && !findings.IsEmpty) ? 0 : 1;
        });
        return command;
    }

    private static Command Schema()
    {
        var command = new Command("schema", "Print the JSON Schema of guardrails, for editors");
        command.SetAction(arguments =>
        {
            arguments.InvocationConfiguration.Output.Write(GuardrailSchema.Read());
            return 0;
        });
        return command;
    }

    private static async Task<string> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            // One character more than is read says that it is too long, whatever else comes.
            using var reader = file == "-" ? new StreamReader(Console.OpenStandardInput()) : new StreamReader(file);
            var text = new char[GuardrailParser.LongestText + 1];
            return new string(text, 0, await reader.ReadBlockAsync(text, cancellationToken));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException($"{file} cannot be read: {error.Message}", innerException: error);
        }
    }
}
