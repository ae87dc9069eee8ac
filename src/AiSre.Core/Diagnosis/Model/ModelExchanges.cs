using AiSre.Data;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Diagnosis.Model;

/// <summary>Keeps exchanges. The other implementation keeps them in memory, where a model is asked without a database.</summary>
public interface IModelExchanges
{
    /// <summary>Keeps what is about to be sent; when it cannot, it throws and nothing is sent.</summary>
    Task SendingAsync(ModelExchange exchange, CancellationToken cancellationToken);

    /// <summary>Completes the exchange with what became of it.</summary>
    Task EndedAsync(ModelExchange exchange, CancellationToken cancellationToken);
}

/// <summary>Keeps exchanges in the database.</summary>
internal sealed class ModelExchanges(IDbContextFactory<AiSreDbContext> contexts) : IModelExchanges
{
    public async Task SendingAsync(ModelExchange exchange, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Add(exchange);
        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task EndedAsync(ModelExchange exchange, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Update(exchange);
        await db.SaveChangesAsync(cancellationToken);
    }
}
