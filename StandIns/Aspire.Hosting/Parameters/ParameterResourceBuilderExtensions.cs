using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

public static class ParameterResourceBuilderExtensions
{
    /// <summary>Entropy of 22 characters out of the allowed alphabets is at least 128 bits.</summary>
    private const int PasswordLength = 22;

    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, bool secret = false) =>
        builder.AddResource(Create(builder, name, secret, null));

    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, string value, bool publishValueAsDefault = false, bool secret = false)
    {
        ArgumentNullException.ThrowIfNull(value);
        var parameter = Create(builder, name, secret, new ConstantDefault(value));
        if (!publishValueAsDefault && builder.ExecutionContext.IsPublishMode) parameter.Default = null;
        return builder.AddResource(parameter);
    }

    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, ParameterDefault value, bool secret = false, bool persist = false)
    {
        ArgumentNullException.ThrowIfNull(value);
        return builder.AddResource(Create(builder, name, secret, persist ? Persisted(builder, name, value) : value));
    }

    public static ParameterResource CreateDefaultPasswordParameter(
        IDistributedApplicationBuilder builder, string name, bool lower = true, bool upper = true, bool numeric = true, bool special = true,
        int minLower = 0, int minUpper = 0, int minNumeric = 0, int minSpecial = 0)
    {
        var generate = new GenerateParameterDefault
        {
            MinLength = PasswordLength,
            Lower = lower,
            Upper = upper,
            Numeric = numeric,
            Special = special,
            MinLower = minLower,
            MinUpper = minUpper,
            MinNumeric = minNumeric,
            MinSpecial = minSpecial,
        };
        return Create(builder, name, secret: true, Persisted(builder, name, generate));
    }

    private static ParameterResource Create(IDistributedApplicationBuilder builder, string name, bool secret, ParameterDefault? @default) =>
        new(name, fallback => Value(builder.Configuration, name, fallback), secret) { Default = @default };

    private static string Value(ConfigurationManager configuration, string name, ParameterDefault? fallback) =>
        configuration[Key(name)] ?? fallback?.GetDefaultValue() ?? throw new MissingParameterValueException(
            $"The parameter '{name}' has neither a value nor a default. Set '{Key(name)}' in the AppHost's configuration.");

    private static ParameterDefault Persisted(IDistributedApplicationBuilder builder, string name, ParameterDefault value) =>
        builder.ExecutionContext.IsRunMode && UserSecretsFile.Of(builder.AppHostAssembly) is { } secrets
            ? new UserSecretsDefault(secrets, Key(name), value)
            : value;

    private static string Key(string name) => $"Parameters:{name}";
}

internal sealed class ConstantDefault(string value) : ParameterDefault
{
    public override string GetDefaultValue() => value;
}
