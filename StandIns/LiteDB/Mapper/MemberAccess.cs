using System.Linq.Expressions;
using System.Reflection;

namespace LiteDB;

/// <summary>Compiled access to members: documents are read and written on hot paths.</summary>
internal static class MemberAccess
{
    public static Func<object, object> Getter(MemberInfo member)
    {
        var target = Expression.Parameter(typeof(object));
        var value = Expression.MakeMemberAccess(Expression.Convert(target, member.DeclaringType), member);
        return Expression.Lambda<Func<object, object>>(Expression.Convert(value, typeof(object)), target).Compile();
    }

    public static Action<object, object> Setter(MemberInfo member)
    {
        if (member is PropertyInfo { CanWrite: false } or FieldInfo { IsInitOnly: true })
        {
            return null;
        }

        if (member.DeclaringType.IsValueType)
        {
            // A boxed struct is written in place, which an expression over an unboxed copy would not do.
            return member is PropertyInfo property ? property.SetValue : ((FieldInfo)member).SetValue;
        }

        var target = Expression.Parameter(typeof(object));
        var value = Expression.Parameter(typeof(object));
        var access = Expression.MakeMemberAccess(Expression.Convert(target, member.DeclaringType), member);

        // Null for a value type is its default, as with reflection.
        var typed = access.Type.IsValueType && Nullable.GetUnderlyingType(access.Type) is null
            ? Expression.Condition(
                Expression.Equal(value, Expression.Constant(null)), Expression.Default(access.Type), Expression.Convert(value, access.Type))
            : (Expression)Expression.Convert(value, access.Type);
        return Expression.Lambda<Action<object, object>>(Expression.Assign(access, typed), target, value).Compile();
    }
}
