using Singularity.Contracts.Knowledge;

namespace Singularity.Knowledge.Folding;

/// <summary>The last correction of each field, whatever else the same correction changed.</summary>
internal sealed class CorrectedFields
{
    private readonly LastWritten<PatternKind> _kind = new();
    private readonly LastWritten<string> _title = new();
    private readonly LastWritten<string> _body = new();
    private readonly LastWritten<string> _language = new();
    private readonly LastWritten<IReadOnlyList<string>> _tags = new();
    private readonly LastWritten<IReadOnlyList<PackageReference>> _packages = new();
    private readonly LastWritten<string> _code = new();

    public void Add(ObservationOrder order, PatternChanges changes)
    {
        if (changes.Kind is { } kind)
        {
            _kind.Offer(order, kind);
        }

        Offer(_title, order, changes.Title);
        Offer(_body, order, changes.Body);
        Offer(_language, order, changes.Language);
        Offer(_tags, order, changes.Tags);
        Offer(_packages, order, changes.Packages);
        Offer(_code, order, changes.Code);
    }

    public PatternContent Apply(PatternContent learned) => learned with
    {
        Kind = _kind.Value.Name is null ? learned.Kind : _kind.Value,
        Title = _title.Value ?? learned.Title,
        Body = _body.Value ?? learned.Body,
        Language = Value(_language, learned.Language),
        Tags = _tags.Value ?? learned.Tags,
        Packages = _packages.Value ?? learned.Packages,
        Code = Value(_code, learned.Code),
    };

    private static void Offer<T>(LastWritten<T> field, ObservationOrder order, T? value)
        where T : class
    {
        if (value is not null)
        {
            field.Offer(order, value);
        }
    }

    private static string? Value(LastWritten<string> field, string? learned) => field.Value switch
    {
        null => learned,
        "" => null,
        var value => value,
    };
}
