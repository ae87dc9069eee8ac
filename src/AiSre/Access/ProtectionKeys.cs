using AiSre.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace AiSre.Access;

/// <summary>
/// Keeps the keys that protect forms and page states in the data folder, so that open pages survive a restart. Like an SSH key they are
/// plain files that only their owner may read.
/// </summary>
internal sealed partial class ProtectionKeys(IConfiguration configuration, ILoggerFactory loggers) : IConfigureOptions<KeyManagementOptions>
{
    /// <summary>Its warning that nothing encrypts the keys would tell the operator of what is meant to be so.</summary>
    public const string LogCategory = "Microsoft.AspNetCore.DataProtection";

    public void Configure(KeyManagementOptions options)
    {
        var folder = "the data folder";
        try
        {
            folder = Path.Combine(DataFolder.Of(configuration), "keys");
            var directory = OperatingSystem.IsWindows()
                ? Directory.CreateDirectory(folder)
                : Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            options.XmlRepository = new FileSystemXmlRepository(directory, loggers);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ProblemException)
        {
            // A container may have no place to write; the database it was given is all that has to last.
            Log.NotKept(loggers.CreateLogger<ProtectionKeys>(), folder, exception.Message);
            options.XmlRepository = new KeysInMemory();
        }
    }

    /// <summary>Adds data protection with these keys.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("AiSre");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, ProtectionKeys>();
        services.AddLogging(logging => logging.AddFilter(LogCategory, LogLevel.Error));
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The keys of open pages cannot be kept in {Folder} ({Reason}), so pages must be reloaded after a restart: set Data__Folder to a folder that AiSre can write.")]
        public static partial void NotKept(ILogger logger, string folder, string reason);
    }
}
