"""Product models while they are written, on their desk."""

from app.i18n import N_

TEXTS: dict[str, str] = {
    "model_draft.too_long": N_(
        "{file} has more than {most} characters and was not read. Split the model into smaller ones."
    ),
    "model_draft.fails": N_("What is proposed first cannot be reckoned: {reason}"),
    "model_draft.fails_with": N_("With {choice} it cannot be reckoned: {reason}"),
    "model_draft.not_text": N_("{file} is no text in UTF-8. Save it anew as UTF-8."),
    "model_draft.no_files": N_(
        "There is no model.yaml among these files. Choose the folder in which it stands."
    ),
    "model_draft.no_code": N_(
        "{file} does not say of which model it is. Begin with a line “product: code” of letters, digits and _."
    ),
    "model_draft.bad_code": N_(
        "“{found}” cannot be the code of a model. Write up to {most} letters, digits and _, a letter first."
    ),
    "model_draft.code_taken": N_("There is a product model {model} already. Open it, or take another code."),
    "model_draft.not_ready": N_(
        "Version {number} of the product model {model} is not ready to be released. First put right:"
    ),
    "model_draft.no_note": N_("Say in a note what is new in version {number} of the product model {model}."),
    "model_draft.not_read": N_(
        "{file} cannot be read ({problem}). Check that it is there and may be opened."
    ),
    "model_draft.not_written": N_("{file} cannot be written ({problem}). Choose another folder."),
    "model_draft.file_there": N_("{file} is there already, and was not overwritten. Choose an empty folder."),
    "model_draft.file_known": N_("The model has a file {file} already."),
    "model_draft.bad_file": N_(
        "“{found}” cannot be the name of a file of a model. Write a name such as tops.csv or cases.yaml."
    ),
}
