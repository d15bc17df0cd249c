using Streams.Core.Activities;

namespace Streams.Core.Formats.Entra;

/// <summary>
/// <c>authenticationDetails[]</c>: the steps of a sign-in. The one beyond the password is the second factor.
/// </summary>
internal sealed class EntraMethods
{
    private static readonly JsonTable Text = new();
    private static readonly EntraMethods InText = new(Text, "steps");

    private readonly JsonField _whole;
    private readonly JsonRows _rows;
    private readonly JsonField _method, _detail;

    public EntraMethods(JsonTable table, string path)
    {
        _rows = table.Rows(path);
        _whole = _rows.Array;
        _method = _rows.Field("authenticationMethod");
        _detail = _rows.Field("authenticationMethodDetail");
    }

    public void Apply(in JsonFields fields, Activity activity)
    {
        if (fields.Kind(_whole) == JsonKind.String) ApplyText(fields.Text(_whole), fields.Scratch, activity);
        else ApplyRows(fields, activity);
    }

    /// <summary>The array as JSON in a string, which Log Analytics and some forwarders make of it.</summary>
    public static void ApplyText(Utf8Text json, DecodeScratch scratch, Activity activity)
    {
        if (json.IsEmpty || json.Span[0] != '[') return;
        // The reader of tables wants an object around it.
        var room = scratch.Reserve(json.Length + 10);
        "{\"steps\":"u8.CopyTo(room);
        json.Span.CopyTo(room[9..]);
        room[9 + json.Length] = (byte)'}';
        var wrapped = scratch.Commit(json.Length + 10);
        try
        {
            InText.ApplyRows(Text.Read(wrapped, scratch), activity);
        }
        catch (RecordException)
        {
            // Long details are cut by some exports: the sign-in itself is whole.
        }
    }

    private void ApplyRows(in JsonFields fields, Activity activity)
    {
        foreach (var step in fields.Rows(_rows))
        {
            var method = AccountText.Clean(step.Text(_method));
            if (method.IsEmpty || method.Is("Password"u8) || method.Is("Previously satisfied"u8)) continue;
            if (activity[TextField.Mfa].IsEmpty) activity[TextField.Mfa] = method;
            if (activity[TextField.MfaPhone].IsEmpty)
            {
                activity[TextField.MfaPhone] = PhoneText.Clean(step.Text(_detail), fields.Scratch);
            }
        }
    }
}
