using System.Text.Json;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Publishing;

/// <summary>Parameters as the manifest writes them, and the encoded forms of them that connection strings ask for.</summary>
internal sealed class ManifestParameters
{
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(ParameterResource Parameter, string Format), string> _encodings = [];

    public void Reserve(string name) => _names.Add(name);

    /// <summary>The expression of a hole; one with a format stands for an encoded form, a resource of its own.</summary>
    public string Expression(IValueProvider provider, ReferenceExpression expression, int hole)
    {
        var format = expression.StringFormats[hole];
        return format is not null && Parameter(provider) is { } parameter
            ? $"{{{Encoding(parameter, format)}.value}}"
            : expression.ManifestExpressions[hole];
    }

    public static void Write(Utf8JsonWriter json, ParameterResource parameter)
    {
        json.WriteString("type", "parameter.v0");
        json.WriteString("value", $"{{{parameter.Name}.inputs.value}}");
        json.WriteStartObject("inputs");
        json.WriteStartObject("value");
        json.WriteString("type", "string");
        if (parameter.Secret) json.WriteBoolean("secret", true);
        if (parameter.Default is { } fallback) WriteDefault(json, fallback);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public void WriteEncodings(Utf8JsonWriter json, ParameterResource parameter)
    {
        foreach (var ((owner, format), name) in _encodings)
        {
            if (owner != parameter) continue;
            json.WriteStartObject(name);
            json.WriteString("type", "annotated.string");
            json.WriteString("value", parameter.ValueExpression);
            json.WriteString("filter", format);
            json.WriteEndObject();
        }
    }

    private static void WriteDefault(Utf8JsonWriter json, ParameterDefault fallback)
    {
        json.WriteStartObject("default");
        if (fallback is GenerateParameterDefault generate) WriteGenerate(json, generate);
        else json.WriteString("value", fallback.GetDefaultValue());
        json.WriteEndObject();
    }

    private static void WriteGenerate(Utf8JsonWriter json, GenerateParameterDefault generate)
    {
        json.WriteStartObject("generate");
        json.WriteNumber("minLength", generate.MinLength);
        foreach (var (name, allowed) in ((string, bool)[])
            [("lower", generate.Lower), ("upper", generate.Upper), ("numeric", generate.Numeric), ("special", generate.Special)])
            if (!allowed) json.WriteBoolean(name, false);
        foreach (var (name, minimum) in ((string, int)[])
            [("minLower", generate.MinLower), ("minUpper", generate.MinUpper), ("minNumeric", generate.MinNumeric), ("minSpecial", generate.MinSpecial)])
            if (minimum > 0) json.WriteNumber(name, minimum);
        json.WriteEndObject();
    }

    private static ParameterResource? Parameter(IValueProvider provider) => provider switch
    {
        ParameterResource parameter => parameter,
        ReferenceExpression { Format: "{0}", ValueProviders: [ParameterResource parameter] } => parameter,
        _ => null,
    };

    private string Encoding(ParameterResource parameter, string format)
    {
        if (_encodings.TryGetValue((parameter, format), out var known)) return known;
        var name = $"{parameter.Name}-{format}-encoded";
        for (var suffix = 1; !_names.Add(name); suffix++) name = $"{parameter.Name}-{format}-encoded-{suffix}";
        return _encodings[(parameter, format)] = name;
    }
}
