namespace AiSre.Diagnosis.Model.Secrets;

/// <summary>What a redacted value was, as its placeholder says.</summary>
public enum SecretKind
{
    /// <summary>A token or API key, known by its shape or by the header it stands in.</summary>
    Token,

    /// <summary>A value that a name such as <c>DB_PASSWORD</c>, a flag or a URL makes secret.</summary>
    Password,

    /// <summary>A private key.</summary>
    Key,

    /// <summary>The literal of an environment variable in a pod specification.</summary>
    Env,

    /// <summary>A value of a Secret.</summary>
    Data,

    /// <summary>A value of a ConfigMap.</summary>
    Config,
}
