using System.Globalization;
using AiSre.Clusters;
using AiSre.Data;
using AiSre.Data.Embedded;
using AiSre.Incidents;
using AiSre.Remediation.Guardrails;
using AiSre.Remediation.Guardrails.Storage;
using AiSre.Remediation.Proposals;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Cli.Guardrails;

/// <summary>What the guardrails say of a proposal, gate by gate. Works beside a running server, and without one.</summary>
internal static class GuardrailExplanation
{
    /// <summary>Prints it, and returns the exit code.</summary>
    /// <param name="name">A proposal's id or an incident's number.</param>
    /// <param name="args">Configuration.</param>
    /// <param name="output">Where to.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProblemException">The database cannot be reached, or has no such proposal.</exception>
    public static async Task<int> PrintAsync(string name, string[] args, TextWriter output, CancellationToken cancellationToken)
    {
        await using var app = Build(args);
        await EnsureDatabaseAsync(app, cancellationToken);
        await app.Services.LoadManagedClustersAsync(cancellationToken);
        var proposal = await FindAsync(app.Services, name, cancellationToken);
        var evaluation = await app.Services.GetRequiredService<GuardrailEvaluator>().EvaluateAsync(proposal.Id, cancellationToken);
        await WriteAsync(proposal, evaluation, output);
        return ExitCodes.Of(evaluation.Outcome);
    }

    private static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory, ApplicationName = typeof(Server).Assembly.GetName().Name });

        // What is printed is the explanation.
        builder.Logging.ClearProviders();
        builder.AddAiSre();
        return builder.Build();
    }

    private static async Task EnsureDatabaseAsync(WebApplication app, CancellationToken cancellationToken)
    {
        var key = $"ConnectionStrings:{DataModule.ConnectionName}";
        if (app.Configuration[key] is not { Length: > 0 })
        {
            var folder = DataFolder.Of(app.Configuration);
            app.Configuration[key] = EmbeddedPostgres.ConnectionStringOfRunning(folder)
                ?? throw new ProblemException($"No AiSre runs with the data folder {folder}: start it with ./aisre run, or name its database with --ConnectionStrings:AiSre=….");
        }

        await new DatabaseReadiness().EnsureAsync(app.Configuration[key]!, cancellationToken);
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<AiSreDbContext>>().CreateDbContextAsync(cancellationToken);
        if ((await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
        {
            throw new ProblemException("The database is of another version of AiSre; start the server of this version first.");
        }
    }

    private static async Task<Proposal> FindAsync(IServiceProvider services, string name, CancellationToken cancellationToken)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<AiSreDbContext>>().CreateDbContextAsync(cancellationToken);
        if (Guid.TryParse(name, out var id))
        {
            return await db.Set<Proposal>().AsNoTracking().SingleOrDefaultAsync(proposal => proposal.Id == id, cancellationToken)
                ?? throw new ProblemException($"There is no proposal {id}.");
        }

        if (!int.TryParse(name.TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            throw new ProblemException($"'{name}' is neither the id of a proposal nor the number of an incident.");
        }

        var incident = await db.Set<Incident>().AsNoTracking().SingleOrDefaultAsync(one => one.Number == number, cancellationToken)
            ?? throw new ProblemException($"There is no incident #{number}.");
        return await db.Set<Proposal>().AsNoTracking().NewestAsync(incident.Id, cancellationToken)
            ?? throw new ProblemException($"Nothing was proposed for incident #{number} yet.");
    }

    private static async Task WriteAsync(Proposal proposal, GuardrailEvaluation evaluation, TextWriter output)
    {
        await output.WriteLineAsync($"{VisibleText.Of(proposal.Title)}  ({(proposal.PullRequestNumber is { } number ? $"#{number}, " : "")}proposal {proposal.Id})");
        await output.WriteLineAsync($"Guardrails: {(evaluation.GuardrailVersion is { } version ? $"version {version}" : "none")}");
        await output.WriteLineAsync();
        var width = evaluation.Gates.Max(gate => gate.Gate.Length);
        foreach (var gate in evaluation.Gates)
        {
            await output.WriteLineAsync($"{Words(gate.Outcome),-16}  {gate.Gate.PadRight(width)}  {VisibleText.Of(gate.Sentence)}");
        }

        await output.WriteLineAsync();
        await output.WriteLineAsync($"Result: {Words(evaluation.Outcome)}");
    }

    private static string Words(GuardrailOutcome outcome) => outcome switch
    {
        GuardrailOutcome.Allow => "allow",
        GuardrailOutcome.RequireApproval => "require approval",
        _ => "deny",
    };
}
