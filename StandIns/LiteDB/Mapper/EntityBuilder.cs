using System.Linq.Expressions;

namespace LiteDB;

/// <summary>Describes a type to its mapper where attributes cannot.</summary>
public class EntityBuilder<T>
{
    private readonly BsonMapper _mapper;
    private readonly EntityMap _entity;

    internal EntityBuilder(BsonMapper mapper, EntityMap entity)
    {
        _mapper = mapper;
        _entity = entity;
    }

    public EntityBuilder<T> Ignore<K>(Expression<Func<T, K>> member) => With(member, found => _entity.Members.Remove(found));

    public EntityBuilder<T> Field<K>(Expression<Func<T, K>> member, string field)
    {
        if (string.IsNullOrWhiteSpace(field))
        {
            throw new ArgumentNullException(nameof(field));
        }

        return With(member, found => found.Field = field);
    }

    public EntityBuilder<T> Id<K>(Expression<Func<T, K>> member, bool autoId = true) => With(member, found =>
    {
        if (_entity.Id is { } former)
        {
            former.Field = _mapper.ResolveFieldName(former.Name);
            former.AutoId = false;
        }

        found.Field = "_id";
        found.AutoId = autoId;
    });

    public EntityBuilder<T> Ctor(Func<BsonDocument, T> createInstance)
    {
        _entity.CreateWith(document => createInstance(document));
        return this;
    }

    private EntityBuilder<T> With<K>(Expression<Func<T, K>> member, Action<MemberMap> change)
    {
        ArgumentNullException.ThrowIfNull(member);
        var body = member.Body is UnaryExpression { NodeType: ExpressionType.Convert } convert ? convert.Operand : member.Body;
        var name = (body as MemberExpression)?.Member.Name;
        var found = _entity.Members.Find(candidate => candidate.Name == name)
            ?? throw new ArgumentNullException($"Member '{name}' not found in type '{_entity.Type.Name}' (use IncludeFields in BsonMapper)");
        change(found);
        return this;
    }
}
