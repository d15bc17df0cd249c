using Streams.Synthetic.People;
using Streams.Synthetic.Work;

namespace Streams.Synthetic.Logs;

/// <summary>Sign-ins as Microsoft Graph returns them: exported as arrays.</summary>
internal sealed class EntraGraphLog : EntraLog
{
    public override string Stem => "logs/entra/graph-signins";

    public override string Extension => "json";

    public override bool Takes(Happening happening) =>
        happening.Who.Sso == Sso.EntraGraph && happening.Deed is (Deed.Login or Deed.LoginDenied or Deed.App);

    public override void Write(Happening happening, RecordSink sink)
    {
        var dice = Dice.For(happening.Id, 0x64A4);
        foreach (var (error, shift) in Attempts(happening, dice.Chance(0.2)))
        {
            var json = Begin();
            json.WriteStartObject();
            Properties(json, happening, ref dice, error, shift);
            json.WriteString("resourceDisplayName", "Microsoft Graph");
            json.WriteEndObject();
            End(sink);
        }
    }
}
