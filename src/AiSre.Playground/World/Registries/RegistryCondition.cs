namespace AiSre.Playground.World.Registries;

/// <summary>How a registry behaves towards those who pull from it.</summary>
public enum RegistryCondition
{
    Up,

    /// <summary>Packets go nowhere: connecting times out.</summary>
    TimesOut,

    /// <summary>Nothing listens: connections are refused.</summary>
    RefusesConnections,

    /// <summary>Its name does not resolve.</summary>
    DoesNotResolve,

    /// <summary>It answers 503.</summary>
    AnswersServerError,

    /// <summary>It answers 429.</summary>
    LimitsRate,
}
