using System.Reflection;

namespace LiteDB;

/// <summary>How the members of a type become fields.</summary>
internal sealed class EntityMap(Type type)
{
    private Func<BsonDocument, object> _create;

    public Type Type { get; } = type;

    public List<MemberMap> Members { get; } = [];

    public MemberMap Id => Members.Find(member => member.Field == "_id");

    public void CreateWith(Func<BsonDocument, object> create) => _create = create;

    public object Create(BsonDocument document, BsonMapper mapper) => (_create ??= EntityConstructor.For(this, mapper))(document);
}

/// <summary>One member of a type and its field. <see cref="Set"/> is null when the member cannot be written.</summary>
internal sealed class MemberMap(MemberInfo member, Type type)
{
    public string Name { get; } = member.Name;

    public Type Type { get; } = type;

    public string Field { get; set; }

    public bool AutoId { get; set; }

    public Func<object, object> Get { get; } = MemberAccess.Getter(member);

    public Action<object, object> Set { get; } = MemberAccess.Setter(member);
}
