using System.Security.Cryptography;
using System.Xml.Linq;
using AiSre.Data.Protection;

namespace AiSre.Tests.Data;

public sealed class SecretSealTests
{
    private static readonly XElement Key = XElement.Parse("<key><value>the-key-itself</value></key>");

    [Fact]
    public void A_key_opens_with_the_secret_that_sealed_it_and_with_no_other()
    {
        var box = new SecretSeal("one").Encrypt(Key);

        Assert.DoesNotContain("the-key-itself", box.EncryptedElement.ToString(), StringComparison.Ordinal);
        Assert.True(XNode.DeepEquals(Key, SecretSeal.Decrypt(box.EncryptedElement, "one")));
        Assert.ThrowsAny<CryptographicException>(() => SecretSeal.Decrypt(box.EncryptedElement, "two"));
    }

    [Fact]
    public void The_same_key_is_never_sealed_the_same() =>
        Assert.NotEqual(new SecretSeal("one").Encrypt(Key).EncryptedElement.Value, new SecretSeal("one").Encrypt(Key).EncryptedElement.Value);
}
