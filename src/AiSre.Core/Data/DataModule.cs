using AiSre.Data.Protection;
using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.PostgreSql;
using Medallion.Threading;
using Medallion.Threading.Postgres;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AiSre.Data;

/// <summary>The database edge: one PostgreSQL for rows, notifications, locks and jobs.</summary>
public static class DataModule
{
    /// <summary>The name of the connection string; as an environment variable <c>ConnectionStrings__AiSre</c>.</summary>
    public const string ConnectionName = "AiSre";

    /// <summary>How many jobs run at the same time in one process. Stages wait for other machines most of the time.</summary>
    private const int Workers = 8;

    public static IServiceCollection AddData(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(_ =>
        {
            var builder = new NpgsqlDataSourceBuilder(ConnectionString(configuration));

            // The listening connection is silent for hours; without this a connection that was cut looks the same.
            builder.ConnectionStringBuilder.KeepAlive = 30;
            return builder.Build();
        });
        services.AddDbContextFactory<AiSreDbContext>((provider, options) => options.UseAiSre(provider.GetRequiredService<NpgsqlDataSource>()));

        services.AddSingleton<ChangeFeed>();
        services.AddHostedService<ChangeListener>();

        // A lock goes when the process goes. Each has a connection of its own: on a shared one, a wait that times out would take the others down.
        services.AddSingleton<IDistributedLockProvider>(_ => new PostgresDistributedSynchronizationProvider(
            LockConnectionString(configuration), options => options.UseMultiplexing(false)));

        // What is sealed (a cluster's credentials, a page's state) must open on every replica.
        services.AddOptions<ProtectionOptions>().Bind(configuration.GetSection(ProtectionOptions.Section));
        services.AddDataProtection().SetApplicationName("AiSre");
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error));
        services.AddOptions<KeyManagementOptions>().Configure<IDbContextFactory<AiSreDbContext>, IOptions<ProtectionOptions>>((keys, contexts, protection) =>
        {
            keys.XmlRepository = new ProtectionKeys(contexts);
            keys.XmlEncryptor = protection.Value.Secret is { Length: > 0 } secret ? new SecretSeal(secret) : new NullXmlEncryptor();
        });

        services.AddSingleton(_ => new JobConnections(new NpgsqlConnectionStringBuilder(ConnectionString(configuration))));

        // Hangfire would take the activator from a static field, which two servers that start in one process set over each other.
        services.AddSingleton<JobActivator>(provider => new AspNetCoreJobActivator(provider.GetRequiredService<IServiceScopeFactory>()));
        services.AddHangfire((provider, hangfire) => hangfire
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings()
            .UseLogProvider(new HangfireLogs(provider.GetRequiredService<ILoggerFactory>()))
            .UsePostgreSqlStorage(
                storage => storage.UseConnectionFactory(provider.GetRequiredService<JobConnections>()),
                new PostgreSqlStorageOptions
                {
                    EnableLongPolling = true,
                    QueuePollInterval = TimeSpan.FromSeconds(1),
                    UseSlidingInvisibilityTimeout = true,
                    InvisibilityTimeout = TimeSpan.FromSeconds(15),
                    JobExpirationCheckInterval = TimeSpan.FromMinutes(10),
                }));
        services.AddHangfireServer(server =>
        {
            server.WorkerCount = Workers;
            server.SchedulePollingInterval = TimeSpan.FromSeconds(1);
            server.StopTimeout = TimeSpan.FromSeconds(2);
        });
        return services;
    }

    /// <summary>The options of the context, the same at run time, at design time and in tests.</summary>
    public static DbContextOptionsBuilder UseAiSre(this DbContextOptionsBuilder options, NpgsqlDataSource dataSource) => options
        .UseNpgsql(dataSource, npgsql => npgsql.MigrationsAssembly("AiSre.Migrations"))
        .UseSnakeCaseNamingConvention();

    /// <summary>
    /// A held lock is watched by a query that sleeps on its connection, and a sleeping server does not notice that its client was killed. With
    /// this it looks every second, so that another replica takes over at once.
    /// </summary>
    private static string LockConnectionString(IConfiguration configuration)
    {
        var builder = new NpgsqlConnectionStringBuilder(ConnectionString(configuration));
        builder.Options = $"{builder.Options} -c client_connection_check_interval=1s".TrimStart();
        return builder.ConnectionString;
    }

    private static string ConnectionString(IConfiguration configuration) =>
        configuration.GetConnectionString(ConnectionName)
        ?? throw new InvalidOperationException($"The connection string {ConnectionName} must be set before the database is used.");
}
