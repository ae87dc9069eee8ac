using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AiSre.Data.Protection;

/// <summary>Seals the keys of Data Protection with AES-256-GCM under a key that is derived from the operator's secret.</summary>
internal sealed class SecretSeal(string secret) : IXmlEncryptor
{
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var box = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(Key(secret), TagBytes);
        aes.Encrypt(box.AsSpan(0, NonceBytes), plain, box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes));
        return new EncryptedXmlInfo(new XElement("sealed", Convert.ToBase64String(box)), typeof(SecretUnseal));
    }

    internal static XElement Decrypt(XElement element, string secret)
    {
        var box = Convert.FromBase64String(element.Value);
        var plain = new byte[box.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(Key(secret), TagBytes);
        aes.Decrypt(box.AsSpan(0, NonceBytes), box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes), plain);
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }

    private static byte[] Key(string secret) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), KeyBytes, info: "AiSre protection keys"u8.ToArray());
}

/// <summary>Opens them. Data Protection makes it by its name, which stands in each sealed key: the name stays.</summary>
internal sealed class SecretUnseal(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) =>
        services.GetRequiredService<IOptions<ProtectionOptions>>().Value.Secret is { Length: > 0 } secret
            ? SecretSeal.Decrypt(encryptedElement, secret)
            : throw new CryptographicException("A key in the database is sealed, and Protection:Secret is not set.");
}
