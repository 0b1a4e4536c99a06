namespace LiteDB;

/// <summary>What went wrong in a database, with a code to tell the kinds apart.</summary>
public class LiteException : Exception
{
    public const int INVALID_DATABASE = 103;
    public const int INDEX_DROP_ID = 108;
    public const int INDEX_DUPLICATE_KEY = 110;
    public const int INVALID_INDEX_KEY = 111;
    public const int INDEX_NOT_FOUND = 112;
    public const int LOCK_TIMEOUT = 120;
    public const int INVALID_TRANSACTION_STATE = 126;
    public const int INVALID_INDEX_NAME = 129;
    public const int INVALID_COLLECTION_NAME = 130;
    public const int COLLECTION_NOT_FOUND = 133;
    public const int COLLECTION_ALREADY_EXIST = 134;
    public const int INDEX_ALREADY_EXIST = 135;
    public const int ENGINE_DISPOSED = 137;
    public const int DOCUMENT_MAX_DEPTH = 201;
    public const int INVALID_CTOR = 202;
    public const int INVALID_DATA_TYPE = 204;
    public const int INVALID_TYPED_NAME = 207;
    public const int DATA_TYPE_NOT_ASSIGNABLE = 214;
    public const int INVALID_DATAFILE_STATE = 999;

    public LiteException(int code, string message)
        : this(code, message, null)
    {
    }

    internal LiteException(int code, string message, Exception inner)
        : base(message, inner)
    {
        ErrorCode = code;
    }

    public int ErrorCode { get; }

    /// <summary>A file that cannot be trusted any more.</summary>
    public bool IsCritical => ErrorCode >= 900;
}
