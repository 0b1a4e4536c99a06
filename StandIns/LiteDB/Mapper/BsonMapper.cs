using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;

namespace LiteDB;

/// <summary>Turns objects into documents and back. Configure it before it is used; after that it may be shared by threads.</summary>
public partial class BsonMapper
{
    public static BsonMapper Global = new();

    private readonly ConcurrentDictionary<Type, EntityMap> _entities = new();
    private readonly ConcurrentDictionary<Type, Func<object, BsonValue>> _serializers = new();
    private readonly ConcurrentDictionary<Type, Func<BsonValue, object>> _deserializers = new();

    private readonly Func<Type, object> _instantiate;
    private readonly ITypeNameBinder _typeNames;

    public BsonMapper(Func<Type, object> customTypeInstantiator = null, ITypeNameBinder typeNameBinder = null)
    {
        _instantiate = customTypeInstantiator ?? (_ => null);
        _typeNames = typeNameBinder ?? DefaultTypeNameBinder.Instance;
        RegisterType(uri => uri.IsAbsoluteUri ? uri.AbsoluteUri : uri.ToString(), value => new Uri(value.AsString));
        RegisterType(offset => new BsonValue(offset.UtcDateTime), value => new DateTimeOffset(value.AsDateTime.ToUniversalTime()));
        RegisterType(span => new BsonValue(span.Ticks), value => new TimeSpan(value.AsInt64));
    }

    /// <summary>Names the field of a member. Default the member's own name.</summary>
    public Func<string, string> ResolveFieldName = name => name;

    /// <summary>Names the collection of a type. Default the type's own name.</summary>
    public Func<Type, string> ResolveCollectionName = type => TypeShapes.IsEnumerable(type) ? TypeShapes.ItemOf(type).Name : type.Name;

    /// <summary>Whether members that are null are written. Default false.</summary>
    public bool SerializeNullValues { get; set; }

    /// <summary>Whether strings lose their white space at both ends. Default true.</summary>
    public bool TrimWhitespace { get; set; } = true;

    /// <summary>Whether empty strings become null. Default true.</summary>
    public bool EmptyStringToNull { get; set; } = true;

    /// <summary>Whether enums are numbers. Default false: names.</summary>
    public bool EnumAsInteger { get; set; }

    /// <summary>Whether fields are members too. Default false.</summary>
    public bool IncludeFields { get; set; }

    /// <summary>Whether members that are not public are included. Default false.</summary>
    public bool IncludeNonPublic { get; set; }

    /// <summary>How deep documents may nest. Default 20.</summary>
    public int MaxDepth { get; set; } = 20;

    public void RegisterType<T>(Func<T, BsonValue> serialize, Func<BsonValue, T> deserialize)
    {
        _serializers[typeof(T)] = value => serialize((T)value);
        _deserializers[typeof(T)] = value => deserialize(value);
    }

    public EntityBuilder<T> Entity<T>() => new(this, MapOf(typeof(T)));

    public BsonMapper UseCamelCase()
    {
        ResolveFieldName = name => char.ToLowerInvariant(name[0]) + name[1..];
        return this;
    }

    public BsonMapper UseLowerCaseDelimiter(char delimiter = '_')
    {
        ResolveFieldName = name => CapitalInside().Replace(name, match => delimiter + match.Value).ToLowerInvariant();
        return this;
    }

    internal EntityMap MapOf(Type type) => _entities.GetOrAdd(type, Build);

    [GeneratedRegex("(?<!^)[A-Z]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex CapitalInside();

    private EntityMap Build(Type type)
    {
        var map = new EntityMap(type);
        var members = MembersOf(type);
        var id = members.Find(member => member.IsDefined(typeof(BsonIdAttribute), true))
            ?? members.Find(member => member.Name.Equals("Id", StringComparison.OrdinalIgnoreCase))
            ?? members.Find(member => member.Name.Equals(member.DeclaringType.Name + "Id", StringComparison.OrdinalIgnoreCase));

        foreach (var member in members.Where(member => !member.IsDefined(typeof(BsonIgnoreAttribute), true)))
        {
            var field = member == id ? "_id" : member.GetCustomAttribute<BsonFieldAttribute>(true)?.Name ?? ResolveFieldName(member.Name);
            if (!map.Members.Exists(other => other.Field.Equals(field, StringComparison.OrdinalIgnoreCase)))
            {
                map.Members.Add(new MemberMap(member, (member as PropertyInfo)?.PropertyType ?? ((FieldInfo)member).FieldType)
                {
                    Field = field,
                    AutoId = member.GetCustomAttribute<BsonIdAttribute>(true)?.AutoId ?? true,
                });
            }
        }

        return map;
    }

    private List<MemberInfo> MembersOf(Type type)
    {
        var flags = BindingFlags.Public | BindingFlags.Instance | (IncludeNonPublic ? BindingFlags.NonPublic : BindingFlags.Default);
        var properties = type.GetProperties(flags).Where(property => property.CanRead && property.GetIndexParameters().Length == 0);
        var fields = IncludeFields ? type.GetFields(flags).Where(field => !field.Name.EndsWith("k__BackingField", StringComparison.Ordinal)) : [];
        return [.. properties, .. fields];
    }
}
