using System.Linq.Expressions;
using System.Reflection;

namespace LiteDB;

/// <summary>
/// Finds the constructor that makes an entity: the one marked <see cref="BsonCtorAttribute"/>, else the one without parameters,
/// else the first whose every parameter is a member by name and type.
/// </summary>
internal static class EntityConstructor
{
    public static Func<BsonDocument, object> For(EntityMap entity, BsonMapper mapper)
    {
        var candidates = entity.Type.GetConstructors()
            .Where(constructor => constructor.GetParameters().Length > 0)
            .Select(constructor => (Constructor: constructor, Members: Match(constructor, entity)))
            .Where(candidate => candidate.Members is not null)
            .ToList();
        var marked = candidates.Find(candidate => candidate.Constructor.IsDefined(typeof(BsonCtorAttribute)));
        if (marked.Constructor is not null)
        {
            return Bind(marked.Constructor, marked.Members, mapper);
        }

        return entity.Type.GetConstructor(Type.EmptyTypes) is null && candidates is [var first, ..]
            ? Bind(first.Constructor, first.Members, mapper)
            : _ => TypeShapes.Create(entity.Type);
    }

    private static MemberMap[] Match(ConstructorInfo constructor, EntityMap entity)
    {
        var members = constructor.GetParameters()
            .Select(parameter => entity.Members.Find(member =>
                member.Type == parameter.ParameterType && member.Name.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase)))
            .ToArray();
        return members.Contains(null) ? null : members;
    }

    private static Func<BsonDocument, object> Bind(ConstructorInfo constructor, MemberMap[] members, BsonMapper mapper)
    {
        var values = Expression.Parameter(typeof(object[]));
        var arguments = members.Select((member, index) =>
        {
            var value = Expression.ArrayIndex(values, Expression.Constant(index));
            return (Expression)Expression.Condition(
                Expression.Equal(value, Expression.Constant(null)), Expression.Default(member.Type), Expression.Convert(value, member.Type));
        });
        var construct = Expression.Lambda<Func<object[], object>>(
            Expression.Convert(Expression.New(constructor, arguments), typeof(object)), values).Compile();
        return document => construct(Array.ConvertAll(members, member => mapper.Deserialize(member.Type, document[member.Field])));
    }
}
