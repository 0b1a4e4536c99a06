namespace LiteDB;

/// <summary>Whether other processes may have the file open.</summary>
public enum ConnectionType
{
    Direct = 0,
    Shared = 1,
}
