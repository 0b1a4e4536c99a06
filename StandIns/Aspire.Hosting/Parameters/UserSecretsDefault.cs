using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>A default that is decided once and then read from the user secrets, so that volumes keep matching it.</summary>
internal sealed class UserSecretsDefault(UserSecretsFile secrets, string key, ParameterDefault inner) : ParameterDefault
{
    public ParameterDefault Inner => inner;

    public override string GetDefaultValue() => secrets.GetOrAdd(key, inner.GetDefaultValue);
}
