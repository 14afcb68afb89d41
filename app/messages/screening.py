"""Denied parties: lists, hits and what becomes of them."""

from app.i18n import N_

TEXTS: dict[str, str] = {
    "screening.list_refused": N_("{file} was not imported; nothing was changed."),
    "screening.no_files": N_("No file was named. Name the files of one list."),
    "screening.file_empty": N_("{file} is empty. Download it again."),
    "screening.file_too_large": N_(
        "{file} is larger than any published list. Check that it is the right file."
    ),
    "screening.file_unreadable": N_("{file} cannot be read: {reason}. Check its path and your rights to it."),
    "screening.file_unknown": N_(
        "{file} is no list that is known here: OFAC's sdn.csv, alt.csv and add.csv, or the consolidated XML of the"
        " United Nations or the European Union. Choose one of these."
    ),
    "screening.file_twice": N_(
        "{file} has the columns of a file that was named already. Name each file once."
    ),
    "screening.file_cut": N_(
        "{file} ends in the middle, on line {line}: it was cut off on its way. Download it again."
    ),
    "screening.row_wrong": N_("{file}, line {line}: columns are missing. Download the file again."),
    "screening.xml_wrong": N_("{file}, line {line}: this is no proper XML. Download the file again."),
    "screening.files_missing": N_(
        "Beside {file} there is no {missing}: names or addresses would be lost. Name all three files."
    ),
    "screening.files_mixed": N_("{file} is a whole list by itself. Import each list on its own."),
    "screening.id_twice": N_(
        "{file}: two entries have the id {id}, so nobody can tell them apart. Download the file again."
    ),
    "screening.entry_missing": N_(
        "{file}, line {line}, belongs to the entry {id}, which is not in sdn.csv. Download all three files again,"
        " on the same day."
    ),
    "screening.name_missing": N_("{file}: the entry {id} has no name. Download the file again."),
    "screening.list_empty": N_("{file} has no entries. Download it again."),
    "screening.date_missing": N_("{file} does not say of which day it is. Download it again."),
    "screening.already_imported": N_(
        "{kind}: this very edition ({edition} of {date}) was imported on {imported} and is in force."
        " Nothing was changed."
    ),
    "screening.list_older": N_(
        "{kind}: the file is of {date}, and one of {newer} is in force. Import a newer one; to take this one all"
        " the same, import it “anyway”."
    ),
    "screening.list_shrinks": N_(
        "{kind}: {gone} of {entries} entries would go. Check that the file is whole; to take it all the same,"
        " import it “anyway”."
    ),
    "screening.release_refused": N_("The hit for {name} was not released. Put right what is marked."),
    "screening.reason_missing": N_("Say why this is not the listed party, for whoever looks at it later."),
    "screening.until_past": N_("{date} has passed. Enter a day from today on."),
    "screening.until_far": N_("A release holds for at most {days} days. Enter an earlier day."),
    "screening.entry_changed": N_(
        "The entry {id} was changed or taken off its list since. Screen the customer again and look at what is found."
    ),
    "screening.released_already": N_("The hit for {name} is released already. Take that release back first."),
    "compliance.denied_party": N_(
        "“{party}” comes near “{listed}” ({id}) of {kind}, edition of {date}: {percent} % alike."
        " Look at the hit; release it with a reason, or do not deliver."
    ),
    "compliance.screening_missing": N_(
        "“{party}” has not been screened against the lists in force. Screen now; it takes a moment."
    ),
    "compliance.list_old": N_("{kind} is of {date}, {days} days ago. Import the newest edition."),
    "remedy.look_at_hit": N_("Look at the hit"),
    "remedy.release_hit": N_("Release the hit"),
    "remedy.screen_now": N_("Screen now"),
    "remedy.import_list": N_("Import the newest list"),
    "kind.ofac_sdn": N_("OFAC's SDN list"),
    "kind.un": N_("UN list"),
    "kind.eu": N_("EU list"),
    "kind.screening_hit": N_("hit"),
    "kind.screening_list": N_("list of denied parties"),
    "kind.screening_release": N_("release of a hit"),
}
